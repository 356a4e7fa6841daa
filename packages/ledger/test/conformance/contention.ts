import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function contentionFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('many callers on one balance', () => {
    it.for([2, 10, 100])(
      'are served until it is empty: %i of them',
      async (callers, { book, open, balanceOf }) => {
        const [alice, bob] = [await open({ funded: zar('10.00') }), await open()]
        const amount = zar('0.70')

        const { values, errors } = await race(callers, (i) =>
          book.post({ key: `p${i}`, kind: 'x', entries: transfer(alice, bob, amount) }),
        )

        const winners = Math.min(callers, 14)
        expect(values).toHaveLength(winners)
        expect(errors).toEqual(
          Array.from({ length: callers - winners }, () =>
            expect.objectContaining({ code: 'insufficient_funds' }),
          ),
        )
        expect((await balanceOf(bob)).posted).toEqual(zar.minor(70n * BigInt(winners)))
      },
    )

    it('are exactly as many as the balance divided by the amount', async ({ book, open }) => {
      const cents = fc.bigInt({ min: 1n, max: 500n })
      let round = 0

      await fc.assert(
        fc.asyncProperty(cents, cents, fc.integer({ min: 1, max: 20 }), async (balance, amount, callers) => {
          round += 1
          const prefix = `round-${round}`
          const alice = await open({ code: `${prefix}:alice`, funded: zar.minor(balance) })
          const bob = await open({ code: `${prefix}:bob` })

          const { values } = await race(callers, (i) =>
            book.post({
              key: `${prefix}:${i}`,
              kind: 'x',
              entries: transfer(alice, bob, zar.minor(amount)),
            }),
          )

          const affordable = Number(balance / amount)
          expect(values).toHaveLength(Math.min(callers, affordable))
        }),
        { numRuns: samples({ quick: 20, long: 500 }) },
      )
    })

    it('pay each other in opposite directions without loss', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('50.00') }), await open({ funded: zar('50.00') })]

      const { errors } = await race(50, (i) =>
        book.post({
          key: `p${i}`,
          kind: 'x',
          entries: i % 2 === 0 ? transfer(alice, bob, zar('1.00')) : transfer(bob, alice, zar('1.00')),
        }),
      )

      expect(errors).toEqual([])
      expect([(await balanceOf(alice)).posted, (await balanceOf(bob)).posted]).toEqual([
        zar('50.00'),
        zar('50.00'),
      ])
    })
  })
}
