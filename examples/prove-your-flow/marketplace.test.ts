import { amounts, assertInvariants, memoryContents, memoryLedger, refusalOf } from '@evenkeel/ledger/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chart, Marketplace, zar } from './marketplace.ts'

const name = fc.constantFrom('ann', 'ben')
const price = amounts(fc, zar)
const end = fc.constantFrom('shipped', 'cancelled', 'open')
const order = fc.record({ id: fc.uuid(), buyer: name, seller: name, price, end })
const orders = fc.uniqueArray(order, { selector: ({ id }) => id })

it('pays sellers and fees what shipped orders cost, holds what open ones cost, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(amounts(fc, zar), orders, async (paidIn, orders) => {
      const ledger = memoryLedger()
      const market = new Marketplace(ledger.book('main', chart))
      const cost = { shipped: 0n, cancelled: 0n, open: 0n }

      await market.deposit('1', 'ann', paidIn)
      for (const order of orders) {
        if (await refusalOf(() => market.order(order))) continue
        if (order.end === 'shipped') await market.ship(order)
        if (order.end === 'cancelled') await market.cancel(order)
        cost[order.end] += order.price.amount
      }

      expect((await market.total('seller')) + (await market.total('fees'))).toBe(cost.shipped)
      expect(await market.total('buyer')).toBe(paidIn.amount - cost.shipped)
      expect(await market.usable('ann')).toBe(paidIn.amount - cost.shipped - cost.open)
      assertInvariants(memoryContents(ledger.books, 'main'))
    }),
  )
})
