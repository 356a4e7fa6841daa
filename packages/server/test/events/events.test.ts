import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import type { DomainEvent } from '../../src/events/domain-event.ts'
import type { EventListener } from '../../src/events/event-listener.ts'
import { publishEvent } from '../../src/events/publish-event.ts'
import { createHandlers } from '../../src/handlers/handlers.ts'
import type { JobHandlers } from '../../src/jobs/job-handler.ts'
import { type JobService, openJobs } from '../support/open-worker.ts'

const happenedAt = new Date('2026-11-21T12:00:00Z')
const completed = { tenantId: 1, type: 'deposit-completed', data: { deposit: '7' } }

function handlersWith(service: JobService, listeners: readonly EventListener[]): JobHandlers {
  const { database, identity } = service
  return createHandlers({ ...service, db: database.db, keyring: identity.keyring, listeners })
}

function listener(name: string, tell: EventListener['tell'], hears = ['deposit-completed']): EventListener {
  return { name, hears, tell }
}

const publish = (service: JobService): Promise<string> =>
  inTransaction(service.database.db, (trx) => publishEvent(trx, completed, happenedAt))

it('is told to each listener that hears it, by a job of its own, and to no other', async () => {
  const service = await openJobs()
  const told: [string, DomainEvent][] = []
  const tell = (name: string) => async (event: DomainEvent) => void told.push([name, event])
  const listeners = [
    listener('mail', tell('mail')),
    listener('feed', tell('feed'), ['deposit-failed', 'deposit-completed']),
    listener('deaf', tell('deaf'), ['deposit-failed']),
  ]

  const id = await publish(service)
  await service.startWorker({ handlers: handlersWith(service, listeners) })
  await service.whenSettled()

  expect(told.toSorted()).toEqual([
    ['feed', { id, ...completed, happenedAt }],
    ['mail', { id, ...completed, happenedAt }],
  ])
})

it('is told by the others when one listener fails', async () => {
  const service = await openJobs()
  const told: string[] = []
  const listeners = [
    listener('broken', async () => {
      throw new Error('the mail server is away')
    }),
    listener('whole', async ({ id }) => void told.push(id)),
  ]

  const id = await publish(service)
  await service.startWorker({ handlers: handlersWith(service, listeners) })
  await service.whenSettled()

  expect(told).toEqual([id])
  expect(await service.jobs('retry')).toMatchObject([{ data: { payload: { listener: 'broken' } } }])
})

it('is spread once, though the job that does so runs twice at the same time', async () => {
  const service = await openJobs()
  const handlers = handlersWith(service, [listener('mail', async () => undefined)])
  const id = await publish(service)
  const context = {
    jobId: id,
    attempt: 1,
    tenantId: 1,
    signal: AbortSignal.timeout(60_000),
    logger: service.logger,
  }

  await Promise.all([1, 2, 3].map(() => handlers['spread-event']({ event: id }, context)))

  const listening = (await service.jobs()).filter(({ data }) => data.job === 'tell-listener')
  expect(listening).toHaveLength(1)
})

it('has never happened when its transaction is undone', async () => {
  const service = await openJobs()
  const count = async (): Promise<number> => {
    const { rows } = await service.pool.query('SELECT count(*)::integer AS events FROM wallet.domain_event')
    return rows[0].events
  }
  const before = await count()

  const undone = inTransaction(service.database.db, async (trx) => {
    await publishEvent(trx, completed, happenedAt)
    throw new Error('the change is refused')
  })

  await expect(undone).rejects.toThrow('the change is refused')
  expect(await count()).toBe(before)
  expect(await service.jobs()).toEqual([])
})
