import { currency } from '@evenkeel/ledger'
import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { openDeposits } from '../support/deposit-app.ts'

const zar = currency('ZAR')

it('is empty before its first money, in every currency that is offered, and there is none in another', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()

  const [known, unknown, list] = await Promise.all(
    ['/v1/wallets/ZAR', '/v1/wallets/EUR', '/v1/wallets'].map((path) => service.send(owner, 'GET', path)),
  )

  expect(known?.json()).toMatchObject({ currency: 'ZAR', current: { amount: '0', decimal: '0.00' } })
  expect(unknown?.statusCode).toBe(404)
  expect(list?.json()).toEqual({ data: [] })
})

it('shows current, held and usable of one moment, and no hold whose time is over', async () => {
  const service = await openDeposits()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })
  const { holds } = service.ledger.book(owner.tenant)
  const account = `user:${owner.userId}:wallet:ZAR`
  await holds.place({ key: `lasting:${id}`, account, amount: zar('25.00') })
  await holds.place({ key: `short:${id}`, account, amount: zar('50.00'), expiresIn: '1s' })

  const read = async (): Promise<ReturnType<typeof JSON.parse>> =>
    (await service.send(owner, 'GET', '/v1/wallets')).json().data[0]
  const later = await waitFor(
    async () => {
      const wallet = await read()
      return wallet.held.amount === '2500' ? wallet : undefined
    },
    { what: 'the short hold to be over' },
  )

  expect(later).toMatchObject({ current: { amount: '10000' }, usable: { amount: '7500' } })
  expect(Date.parse(later.as_of)).toBeGreaterThan(0)
})

it('knows nothing of the wallets of others', async () => {
  const service = await openDeposits()
  const [owner, other] = [await service.newOwner(), await service.newOwner()]
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)
  await syncDeposit(service.deposits, { depositId: id })

  const seen = (await service.send(other, 'GET', '/v1/wallets')).json()

  expect(seen).toEqual({ data: [] })
})
