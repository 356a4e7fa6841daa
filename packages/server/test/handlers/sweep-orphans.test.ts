import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { publishEvent } from '../../src/events/publish-event.ts'
import { createHandlers } from '../../src/handlers/handlers.ts'
import { type InboxService, openInbox, purchaseEvent } from '../support/open-inbox.ts'

async function sweep(service: InboxService): Promise<void> {
  const { database, identity } = service
  const handlers = createHandlers({ ...service, db: database.db, keyring: identity.keyring })
  const signal = AbortSignal.timeout(60_000)
  await handlers['sweep-orphans'](
    {},
    { jobId: 'sweep', attempt: 1, tenantId: null, signal, logger: service.logger },
  )
}

/** As if everything that waits had come an hour ago. */
async function age({ pool }: InboxService): Promise<void> {
  await pool.query("UPDATE wallet.webhook SET last_received_at = last_received_at - interval '1 hour'")
  await pool.query("UPDATE wallet.domain_event SET happened_at = happened_at - interval '1 hour'")
}

it('gives a job to each webhook and event that lost its own, and to no other', async () => {
  const service = await openInbox()
  const [lost, kept, handled] = ['lost', 'kept', 'handled'].map((id) => purchaseEvent({ id }))
  for (const body of [lost, kept, handled]) await service.deliver(body ?? '')
  await service.pool.query(
    "UPDATE wallet.webhook SET outcome = 'handled', ended_at = now() WHERE object_id = 'handled'",
  )
  const event = { tenantId: 1, type: 'deposit-completed', data: {} }
  await inTransaction(service.database.db, (trx) => publishEvent(trx, event, new Date()))
  await service.pool.query(
    "DELETE FROM pgboss.job WHERE id NOT IN (SELECT job_id FROM wallet.webhook WHERE object_id = 'kept')",
  )
  await age(service)

  await sweep(service)
  await sweep(service)

  const jobs = await service.jobs()
  const webhooks = await service.webhooks()
  expect(jobs.map(({ data }) => data.job).toSorted()).toEqual([
    'handle-webhook',
    'handle-webhook',
    'spread-event',
  ])
  expect(webhooks.filter(({ job_id }) => jobs.some(({ id }) => id === job_id))).toMatchObject([
    { object_id: 'lost' },
    { object_id: 'kept' },
  ])
  const figures = await service.metrics.read()
  expect(figures).toContain('evenkeel_orphans_total{kind="webhook"} 1')
  expect(figures).toContain('evenkeel_orphans_total{kind="event"} 1')
  expect(service.logged().filter(({ level, orphans }) => level === 'error' && orphans === 1)).toHaveLength(2)
})

it('leaves alone what has just come, and what waits for staff', async () => {
  const service = await openInbox()
  await service.deliver(purchaseEvent({ id: 'dead' }))
  await age(service)
  await service.pool.query("UPDATE pgboss.job SET state = 'failed', completed_on = now()")
  await service.deliver(purchaseEvent({ id: 'new' }))
  await service.pool.query("DELETE FROM pgboss.job WHERE state = 'created'")

  await sweep(service)

  const { rows } = await service.pool.query('SELECT state, deletion_seconds FROM pgboss.job')
  expect(rows).toEqual([{ state: 'failed', deletion_seconds: 0 }])
})
