import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { type InboxApp, openDepositsWithInbox } from '../support/deposit-app.ts'
import {
  type Asked,
  askAgain,
  askDying,
  type DyingServer,
  startDying,
  startDyingServer,
} from '../support/start-dying.ts'
import { openStepWorker, type StepWorker } from '../support/step-worker.ts'

// kill -9 of a server or a worker at each place where it has the most to lose. Whoever is there afterwards finishes it:
// once, and without anybody's help.

/** Asks the dying server, and then the one that lives. */
async function askBoth(
  service: InboxApp,
  dying: DyingServer,
  asked: Asked,
): Promise<{ id: string; checkout_url?: string }> {
  await askDying(dying, asked)
  return (await askAgain(service, asked)).json()
}

async function expectCreditedOnce(
  service: InboxApp,
  worker: StepWorker,
  owner: Principal,
  current = '10000',
): Promise<void> {
  // The leases of whoever died have run out.
  await service.query("UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'")
  await service.simulator.idle()
  await worker.drain()
  expect((await service.send(owner, 'GET', '/v1/wallets/ZAR')).json().current.amount).toBe(current)
  const mails = await service.query(
    "SELECT count(*)::integer FROM wallet.mail WHERE recipient = $1 AND kind = 'deposit_completed'",
    [owner.mail],
  )
  expect(mails).toEqual([{ count: 1 }])
  expect(await service.query('SELECT id FROM wallet.webhook WHERE outcome IS NULL')).toEqual([])
  expect(await service.query("SELECT data FROM pgboss.job WHERE name = 'dead'")).toEqual([])
  await service.booksEqualTheSimulators()
}

it.each(['deposit-begun', 'attempt-counted', 'purchase-made', 'purchase-kept'] as const)(
  'completes a deposit once whose server was killed at %s',
  async (at) => {
    const service = await openDepositsWithInbox()
    const worker = await openStepWorker(service)
    const owner = await service.newOwner()
    const dying = await startDyingServer(service, { at, knows: [owner] })

    const body = { amount: { amount: '10000', currency: 'ZAR' } }
    const made = await askBoth(service, dying, { as: owner, path: '/v1/deposits', body })
    service.simulator.payer.pay(/\/p\/([0-9a-f-]{36})\//.exec(String(made.checkout_url))?.[1] ?? '')

    await expectCreditedOnce(service, worker, owner)
    const kept = await service.query('SELECT id FROM wallet.deposit WHERE user_id = $1', [owner.userId])
    expect(kept).toEqual([{ id: made.id }])
  },
  120_000,
)

it('acts on a webhook whose server was killed before it could answer', async () => {
  const service = await openDepositsWithInbox()
  const worker = await openStepWorker(service)
  const owner = await service.newOwner()
  const { purchaseId } = await service.deposit(owner)
  await service.simulator.idle()
  const { server, url } = await startDyingServer(service, { at: 'webhook-kept' })
  await service.sendWebhooksTo(url)

  service.simulator.payer.pay(purchaseId)
  await service.simulator.idle()

  expect(await server.ended).toBe('SIGKILL')
  await expectCreditedOnce(service, worker, owner)
}, 120_000)

it.each([
  ['refund-taken', 'failed', '10000'],
  ['refund-sent', 'completed', '0'],
] as const)(
  'sends a refund at most once whose server was killed at %s',
  async (at, status, left) => {
    const service = await openDepositsWithInbox()
    const worker = await openStepWorker(service)
    const owner = await service.newOwner()
    const { id, purchaseId } = await service.deposit(owner)
    service.simulator.payer.pay(purchaseId)
    await service.simulator.idle()
    await worker.drain()
    const dying = await startDyingServer(service, { at, knows: [service.finance] })

    const path = `/v1/admin/deposits/${id}/refund`
    await askBoth(service, dying, { as: service.finance, path, body: { reason: 'The event was cancelled' } })
    // As long as nobody can be sure that it was not sent, it is waited for.
    service.clock.set(new Date(Date.now() + 20 * 60_000))
    await inTransaction(service.database.db, (trx) => enqueue(trx, 'sweep-stuck', {}, { tenantId: null }))

    await expectCreditedOnce(service, worker, owner, left)
    const refunds = await service.query('SELECT status FROM wallet.refund WHERE deposit_id = $1', [id])
    expect(refunds).toEqual([{ status }])
    const sent = service.simulator.requests.filter(({ operation }) => operation === 'purchases.refund')
    expect(sent).toHaveLength(status === 'completed' ? 1 : 0)
  },
  120_000,
)

it.each(['job-taken', 'purchase-read', 'deposit-posted', 'deposit-synced', 'job-handled'] as const)(
  'credits a deposit once whose worker was killed at %s',
  async (at) => {
    const service = await openDepositsWithInbox()
    const worker = await openStepWorker(service)
    const owner = await service.newOwner()
    const { purchaseId } = await service.deposit(owner)
    service.simulator.payer.pay(purchaseId)
    await service.simulator.idle()

    const dying = startDying(service, 'worker', { at })

    expect(await dying.ended).toBe('SIGKILL')
    await expectCreditedOnce(service, worker, owner)
  },
  120_000,
)

it('takes up a comparison whose worker was killed in the middle', async () => {
  const service = await openDepositsWithInbox({ tenant: 'default' })
  const worker = await openStepWorker(service)
  const path = '/v1/admin/reconciliation'
  const asked = await service.send(service.finance, 'POST', `${path}/run`, { body: {} })
  const dying = startDying(service, 'worker', { at: 'run-compared' })
  expect(await dying.ended).toBe('SIGKILL')
  const between = await service.send(service.finance, 'GET', `${path}/${asked.json().id}`)

  await service.query("UPDATE pgboss.job SET state = 'retry' WHERE state = 'active'")
  await worker.drain()

  const after = await service.send(service.finance, 'GET', `${path}/${asked.json().id}`)
  expect([between.json().status, after.json().status]).toEqual(['running', 'done'])
}, 120_000)
