import { expect, it } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import type { InboxApp } from '../support/deposit-app.ts'
import { comeToRest } from '../support/payouts-at-rest.ts'
import { askAgain, askDying, startDying, startDyingServer } from '../support/start-dying.ts'
import { openStepWorker, type StepWorker } from '../support/step-worker.ts'
import { hourMs, minuteMs, openWithdrawalsWithInbox, type WithdrawalApp } from '../support/withdrawal-app.ts'

// kill -9 of a server or a worker at each place on the way of money out where it has the most to lose. Whoever is there
// afterwards finishes it: once, and without anybody's help. docs/reference/faults.md says what is found at each.

interface Scene {
  readonly service: WithdrawalApp & InboxApp
  readonly worker: StepWorker
  readonly owner: Principal
}

async function open(environment: NodeJS.ProcessEnv = {}): Promise<Scene> {
  const service = await openWithdrawalsWithInbox({ environment })
  return { service, worker: await openStepWorker(service), owner: await service.newHolder('100000') }
}

const body = { amount: { amount: '20000', currency: 'ZAR' } }
const untouched = ['100000', '0', '100000']
const heldOnly = ['100000', '20100', '79900']
const paid = ['79900', '0', '79900']

/** Nothing is left undone, nobody was told twice, and our books are those of the simulator. */
async function expectQuiet({ service, owner }: Scene): Promise<void> {
  // The scenes before this one share the database, and their provider is gone.
  const dead = await service.query(
    "SELECT data FROM pgboss.job WHERE name = 'dead' AND coalesce(data ->> 'tenant', $1) = $1",
    [String(owner.tenantId)],
  )
  expect(dead).toEqual([])
  expect(await service.query('SELECT id FROM wallet.webhook WHERE outcome IS NULL')).toEqual([])
  expect(await service.query('SELECT kind FROM wallet.break WHERE tenant_id = $1', [owner.tenantId])).toEqual(
    [],
  )
  const repeated = await service.query(
    `SELECT kind, facts ->> 'reference' AS reference
     FROM   wallet.mail
     WHERE  recipient = $1
     GROUP BY kind, facts ->> 'reference'
     HAVING count(*) > 1`,
    [owner.mail],
  )
  expect(repeated).toEqual([])
  await service.booksEqualTheSimulators()
}

async function expectPaidOnce(scene: Scene, id: string, wallet = paid): Promise<void> {
  const { service, worker, owner } = scene
  await comeToRest(service, worker)
  expect((await service.seen(id)).detail).toBe('completed')
  expect(service.timesPaid(id)).toBe(1)
  expect(await service.wallet(owner)).toEqual(wallet)
  await expectQuiet(scene)
}

async function expectFreed(scene: Scene, id: string, detail: string): Promise<void> {
  const { service, worker, owner } = scene
  await comeToRest(service, worker)
  expect((await service.seen(id)).detail).toBe(detail)
  expect(service.timesPaid(id)).toBe(0)
  expect(await service.wallet(owner)).toEqual(untouched)
  const told = await service.query('SELECT 1 FROM wallet.mail WHERE recipient = $1 AND kind = $2', [
    owner.mail,
    `withdrawal_${detail}`,
  ])
  expect(told).toHaveLength(1)
  await expectQuiet(scene)
}

it.each([
  ['amount-held', untouched],
  ['withdrawal-kept', heldOnly],
] as const)(
  'takes a withdrawal on once whose server was killed at %s',
  async (at, between) => {
    const scene = await open()
    const { service, owner } = scene
    const asked = { as: owner, path: '/v1/withdrawals', body }
    await askDying(await startDyingServer(service, { at, knows: [owner] }), asked)
    const found = await service.wallet(owner)

    const { id } = (await askAgain(service, asked)).json()

    expect(found).toEqual(between)
    expect(await service.wallet(owner)).toEqual(heldOnly)
    const kept = await service.query('SELECT id FROM wallet.withdrawal WHERE user_id = $1', [owner.userId])
    expect(kept).toEqual([{ id }])
    await service.decide(service.finance, id)
    await expectPaidOnce(scene, id)
  },
  120_000,
)

it.each([
  ['decision-written', 'review'],
  ['decision-kept', 'approved'],
] as const)(
  'approves once what a server was killed over at %s',
  async (at, between) => {
    const scene = await open()
    const { service, owner } = scene
    const id = await service.withdraw(owner, '20000')
    const dying = await startDyingServer(service, { at, knows: [service.finance] })
    const headers = { 'if-match': `"${(await service.seen(id)).version}"` }
    const asked = { as: service.finance, path: `/v1/admin/withdrawals/${id}/approve`, body: {}, headers }
    await askDying(dying, asked)
    const found = (await service.seen(id)).detail

    const answer = await askAgain(service, asked)

    expect([found, answer.statusCode]).toEqual([between, 200])
    expect((await service.seen(id)).decisions).toHaveLength(1)
    await expectPaidOnce(scene, id)
  },
  120_000,
)

it.each([
  ['decision-written', heldOnly],
  ['amount-freed', heldOnly],
  ['decision-kept', untouched],
] as const)(
  'rejects once, and frees the money once, what a server was killed over at %s',
  async (at, between) => {
    const scene = await open()
    const { service, owner } = scene
    const id = await service.withdraw(owner, '20000')
    const dying = await startDyingServer(service, { at, knows: [service.finance] })
    const asked = {
      as: service.finance,
      path: `/v1/admin/withdrawals/${id}/reject`,
      body: { reason: 'The holder is not the owner.' },
      headers: { 'if-match': `"${(await service.seen(id)).version}"` },
    }
    await askDying(dying, asked)
    const found = await service.wallet(owner)

    const answer = await askAgain(service, asked)

    expect(found).toEqual(between)
    expect(answer.statusCode).toBe(200)
    await expectFreed(scene, id, 'rejected')
  },
  120_000,
)

it.each([
  ['amount-freed', heldOnly],
  ['withdrawal-cancelled', untouched],
] as const)(
  'cancels once what a server was killed over at %s',
  async (at, between) => {
    const scene = await open()
    const { service, owner } = scene
    const id = await service.withdraw(owner, '20000')
    const asked = { as: owner, path: `/v1/withdrawals/${id}/cancel`, body: {} }
    await askDying(await startDyingServer(service, { at, knows: [owner] }), asked)
    const found = await service.wallet(owner)

    const answer = await askAgain(service, asked)

    expect(found).toEqual(between)
    expect(answer.statusCode).toBe(200)
    await expectFreed(scene, id, 'cancelled')
  },
  120_000,
)

it('decides about the rest of many whose server was killed after the first', async () => {
  const scene = await open()
  const { service, owner } = scene
  const ids = [await service.withdraw(owner, '20000'), await service.withdraw(owner, '20000')]
  const items = await Promise.all(ids.map(async (id) => ({ id, version: (await service.seen(id)).version })))
  const asked = {
    as: service.finance,
    path: '/v1/admin/withdrawals/bulk',
    body: { decision: 'approve', items },
  }
  await askDying(await startDyingServer(service, { at: 'decision-kept', knows: [service.finance] }), asked)
  const found = await Promise.all(ids.map(async (id) => (await service.seen(id)).detail))

  const answer = await askAgain(service, asked)

  expect(found).toEqual(['approved', 'review'])
  expect(answer.json().data.map(({ problem }: { problem: unknown }) => problem)).toEqual([null, null])
  for (const id of ids) await expectPaidOnce(scene, id, ['59800', '0', '59800'])
}, 120_000)

it.each([
  'job-taken',
  'payout-taken',
  'payout-begun',
  'payout-created',
  'payout-kept',
  'execution-claimed',
  'payout-executed',
  'payout-read',
  'payout-acted-on',
  'payout-synced',
  'job-handled',
] as const)(
  'pays once what a worker was killed over at %s',
  async (at) => {
    const scene = await open()
    const { service, owner } = scene
    const id = await service.approved(owner, '20000')

    const dying = startDying(service, 'worker', { at })

    expect(await dying.ended).toBe('SIGKILL')
    expect(await service.wallet(owner)).toEqual(heldOnly)
    await expectPaidOnce(scene, id)
    const executed = service.simulator.requests.filter(({ operation }) => operation === 'payouts.execute')
    expect(executed).toHaveLength(1)
  },
  120_000,
)

it('pays once by the next attempt when a worker was killed after it had given one up', async () => {
  const scene = await open()
  const { service, owner } = scene
  const id = await service.approved(owner, '20000')
  service.simulator.arm({ fault: 'lost_response', on: 'payouts.create' })

  const dying = startDying(service, 'worker', { at: 'payout-given-up' })

  expect(await dying.ended).toBe('SIGKILL')
  await expectPaidOnce(scene, id)
}, 120_000)

it('acts on a webhook about a payout whose server was killed before it could answer', async () => {
  const scene = await open()
  const { service, worker, owner } = scene
  const id = await service.approved(owner, '20000')
  const { server, url } = await startDyingServer(service, { at: 'webhook-kept' })
  await service.sendWebhooksTo(url)
  await worker.drain()

  await service.simulator.advance(minuteMs)
  await service.simulator.idle()

  expect(await server.ended).toBe('SIGKILL')
  await expectPaidOnce(scene, id)
}, 120_000)

it.each(['job-taken', 'payout-read', 'payout-acted-on', 'payout-synced', 'job-handled'] as const)(
  'posts a payout once whose webhook a worker was killed over at %s',
  async (at) => {
    const scene = await open()
    const { service, worker, owner } = scene
    const id = await service.approved(owner, '20000')
    await worker.drain()
    await service.simulator.advance(minuteMs)
    await service.simulator.idle()

    const dying = startDying(service, 'worker', { at })

    expect(await dying.ended).toBe('SIGKILL')
    await expectPaidOnce(scene, id)
  },
  120_000,
)

it.each(['amount-freed', 'payout-acted-on', 'payout-synced'] as const)(
  'frees the money once of a payout that the bank refused and a worker was killed over at %s',
  async (at) => {
    const scene = await open()
    const { service, worker, owner } = scene
    const id = await service.approved(owner, '20000')
    service.simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
    await worker.drain()
    await service.simulator.advance(25 * minuteMs)
    await inTransaction(service.database.db, (trx) =>
      enqueue(trx, 'send-payout', { withdrawal: id }, { tenantId: owner.tenantId }),
    )

    const dying = startDying(service, 'worker', { at, aheadMs: 25 * minuteMs })

    expect(await dying.ended).toBe('SIGKILL')
    await expectFreed(scene, id, 'failed')
  },
  120_000,
)

/** To noon of the same day in UTC, which may be over. */
const msToNoon = (now: Date): number => 12 * hourMs - (now.getTime() % (24 * hourMs))

it.each([
  ['withdrawal-flagged', 10, 0],
  ['suspicion-handled', 20, 1],
] as const)(
  'flags once and alerts once whose worker was killed at %s',
  async (at, days, alertsBetween) => {
    const scene = await open({ EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR daily=300.00' })
    const { service, worker, owner } = scene
    // A day on which nobody else asked for anything, for the check looks at everybody; at noon, for staff are told once a day.
    const aheadMs = days * 24 * hourMs + msToNoon(service.clock.now())
    service.clock.advance(aheadMs)
    // No single request is above the limit of a day, because what was cancelled does not count for it.
    const first = await service.withdraw(owner, '20000')
    await service.send(owner, 'POST', `/v1/withdrawals/${first}/cancel`, { body: {} })
    const id = await service.withdraw(owner, '20000')
    const alerts = () =>
      service.query('SELECT rule FROM wallet.fraud_alert WHERE user_id = $1', [owner.userId])
    const check = () =>
      inTransaction(service.database.db, (trx) => enqueue(trx, 'check-limits', {}, { tenantId: null }))
    await check()

    const dying = startDying(service, 'worker', { at, aheadMs })

    expect(await dying.ended).toBe('SIGKILL')
    expect(await alerts()).toHaveLength(alertsBetween)
    await comeToRest(service, worker)
    await check()
    await worker.drain()
    expect(await alerts()).toEqual([{ rule: 'daily_total' }])
    const { flags, detail } = await service.seen(id)
    expect([flags.filter((flag) => flag === 'daily_total'), detail]).toEqual([['daily_total'], 'review'])
    await service.decide(service.finance, id)
    await expectPaidOnce(scene, id)
  },
  120_000,
)
