import type { FaultName } from '@evenkeel/revio/simulator'
import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { syncDeposit } from '../../src/deposits/deposits.ts'
import { type DepositApp, openDepositsWithWebhooks } from '../support/deposit-app.ts'

/** Waits until every webhook that came was acted on; nothing is late by more than the worker's own pace. */
async function everythingIsHandled({ simulator, query }: DepositApp): Promise<void> {
  await simulator.idle()
  await waitFor(
    async () =>
      (await query('SELECT count(*)::integer FROM wallet.webhook WHERE outcome IS NULL'))[0]?.['count'] === 0,
    { within: 20_000, what: 'the worker to have acted on every webhook' },
  )
}

const currentOf = async (service: DepositApp, owner: Principal): Promise<string> =>
  (await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount

it.each<[FaultName, string]>([
  ['webhook_before_response', 'purchases.create'],
  ['webhook_twice', 'purchase.paid'],
  ['webhook_forged', 'purchase.paid'],
  ['webhook_out_of_order', 'purchase.viewed'],
  ['wrong_amount', 'purchase.paid'],
  ['wrong_currency', 'purchase.paid'],
  ['lost_response', 'purchases.create'],
])('credits once, by webhooks alone, with the fault %s on %s', async (fault, on) => {
  const service = await openDepositsWithWebhooks()
  const owner = await service.newOwner()
  service.simulator.arm({ fault, on })
  const { purchaseId } = await service.deposit(owner, '10000')

  service.simulator.payer.pay(purchaseId)
  await everythingIsHandled(service)

  expect(await currentOf(service, owner)).toBe('10000')
  const mails = await service.query('SELECT kind FROM wallet.mail WHERE recipient = $1', [owner.mail])
  expect(mails).toEqual([{ kind: 'deposit_completed' }])
  await service.booksEqualTheSimulators()
})

it('credits when a late webhook comes at last, and finds nothing to do when all are sent once more', async () => {
  const service = await openDepositsWithWebhooks()
  const owner = await service.newOwner()
  const { purchaseId } = await service.deposit(owner, '10000')
  await everythingIsHandled(service)
  service.simulator.arm({ fault: 'webhook_late', on: 'purchase.viewed', delayMs: 60_000 })
  service.simulator.arm({ fault: 'webhook_late', on: 'purchase.paid', delayMs: 60_000 })
  service.simulator.payer.pay(purchaseId)
  await everythingIsHandled(service)
  const before = await currentOf(service, owner)

  await service.simulator.advance(200_000)
  await everythingIsHandled(service)
  for (const { id } of [...service.simulator.deliveries]) service.simulator.replay(id)
  await everythingIsHandled(service)

  expect(before).toBe('0')
  expect(await currentOf(service, owner)).toBe('10000')
  await service.booksEqualTheSimulators()
})

it('only waits where webhooks never come: whoever asks next credits it', async () => {
  const service = await openDepositsWithWebhooks()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  await everythingIsHandled(service)
  service.simulator.arm({ fault: 'webhook_never', on: '*', times: 10 })
  service.simulator.payer.pay(purchaseId)
  await everythingIsHandled(service)
  const before = await currentOf(service, owner)

  await syncDeposit(service.deposits, { depositId: id })

  expect([before, await currentOf(service, owner)]).toEqual(['0', '10000'])
  await service.booksEqualTheSimulators()
})

it('learns of a charge-back from its webhook, which names the purchase it belongs to', async () => {
  const service = await openDepositsWithWebhooks()
  const owner = await service.newOwner()
  const { id, purchaseId } = await service.deposit(owner, '10000')
  service.simulator.payer.pay(purchaseId)
  await everythingIsHandled(service)

  service.simulator.payer.chargeBack(purchaseId)
  await everythingIsHandled(service)

  expect((await service.send(owner, 'GET', `/v1/deposits/${id}`)).json().detail).toBe('charged_back')
  expect(await currentOf(service, owner)).toBe('0')
  await service.booksEqualTheSimulators()
})
