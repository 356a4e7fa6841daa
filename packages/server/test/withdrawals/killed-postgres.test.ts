import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import type { Principal } from '../../src/contract/access.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { armFailpoints, withdrawalFailpoints } from '../../src/failpoints/failpoint.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { openKillablePostgres } from '../support/killable-postgres.ts'
import { comeToRest, finishJobs } from '../support/payouts-at-rest.ts'
import { openStepWorker } from '../support/step-worker.ts'
import { openWithdrawalsWithInbox } from '../support/withdrawal-app.ts'

const postgres = await openKillablePostgres()

it('pays once, frees once and loses nothing when PostgreSQL is killed at any failpoint of money out', async () => {
  onTestFinished(() => armFailpoints(undefined))
  const service = await openWithdrawalsWithInbox({
    database: postgres,
    environment: { EVENKEEL_WITHDRAWAL_LIMITS: 'ZAR daily=500.00' },
  })
  const worker = await openStepWorker(service)
  const { finance, simulator, clock } = service
  const struck: string[] = []

  /** Asks, and asks again with the same key as a caller does who got no answer. */
  // A webhook may be what is struck, while the test goes on: whoever tries again waits until everything is back.
  let blow: Promise<void> | undefined
  async function insist(as: Principal, path: string, body: object, headers = {}): Promise<{ id: string }> {
    const key = randomUUID()
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await service.send(as, 'POST', path, { body, key, headers })
      if (answer.statusCode < 300) return answer.json()
      await blow
      // Longer than the lease of whoever died over it.
      clock.advance(31_000)
    }
    throw new Error(`${path} was refused five times.`)
  }
  const decide = async (id: string, decision: 'approve' | 'reject'): Promise<{ id: string }> =>
    insist(
      finance,
      `/v1/admin/withdrawals/${id}/${decision}`,
      decision === 'reject' ? { reason: 'The holder is not the owner.' } : {},
      { 'if-match': `"${(await service.seen(id)).version}"` },
    )
  // What breaks off here is taken up by whoever comes next.
  async function twice(work: () => Promise<void>): Promise<void> {
    await work().catch(() => undefined)
    await blow
    await work()
  }

  const points = [...withdrawalFailpoints, 'webhook-kept', 'job-taken', 'job-handled'] as const
  for (const at of points) {
    const owner = await service.newHolder('100000')
    const request = { amount: { amount: '20000', currency: 'ZAR' } }
    armFailpoints(async (name) => {
      if (name !== at) return
      armFailpoints(undefined)
      struck.push(name)
      blow = postgres.killAndRestart()
      await blow
    })

    const paid = await insist(owner, '/v1/withdrawals', request)
    const rejected = await insist(owner, '/v1/withdrawals', request)
    await decide(rejected.id, 'reject')
    const cancelled = await insist(owner, '/v1/withdrawals', request)
    await insist(owner, `/v1/withdrawals/${cancelled.id}/cancel`, {})
    // Altogether they are above the limit of a day, which only the check can know.
    await inTransaction(service.database.db, (trx) => enqueue(trx, 'check-limits', {}, { tenantId: null }))
    await twice(() => finishJobs(service, worker))
    await decide(paid.id, 'approve')
    simulator.arm({ fault: 'lost_response', on: 'payouts.create' })
    await twice(() => comeToRest(service, worker))
    armFailpoints(undefined)

    const ends = await Promise.all([paid, rejected, cancelled].map(({ id }) => service.seen(id)))
    expect([at, ...ends.map(({ detail }) => detail)]).toEqual([at, 'completed', 'rejected', 'cancelled'])
    expect([paid, rejected, cancelled].map(({ id }) => service.timesPaid(id))).toEqual([1, 0, 0])
    expect(await service.wallet(owner)).toEqual(['79900', '0', '79900'])
    expect(ends[0]?.flags).toContain('daily_total')
    const alerts = await service.query('SELECT rule FROM wallet.fraud_alert WHERE user_id = $1', [
      owner.userId,
    ])
    expect(alerts).toEqual([{ rule: 'daily_total' }])
    const mails = await service.query(
      "SELECT kind FROM wallet.mail WHERE recipient = $1 AND kind LIKE 'withdrawal%' ORDER BY kind",
      [owner.mail],
    )
    expect(mails.map(({ kind }) => kind)).toEqual([
      'withdrawal_cancelled',
      'withdrawal_completed',
      'withdrawal_rejected',
      'withdrawal_requested',
      'withdrawal_requested',
      'withdrawal_requested',
    ])
    await service.booksEqualTheSimulators()
  }

  expect(struck).toEqual(points)
  expect(await service.query('SELECT kind FROM wallet.break')).toEqual([])
  expect(await service.query("SELECT data FROM pgboss.job WHERE name = 'dead'")).toEqual([])
}, 600_000)
