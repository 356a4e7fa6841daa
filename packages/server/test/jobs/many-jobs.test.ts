import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { openJobs } from '../support/open-worker.ts'

const good = Array.from({ length: 1_000 }, (_, index) => `good-${index}`)
const poison = ['throws', 'rejects-late', 'never-ends']

it('does a thousand good jobs while poison ones end among the dead letters', async () => {
  const service = await openJobs()
  const done = new Map<string, number>()
  const misbehave: Record<string, () => Promise<never>> = {
    throws: () => {
      throw new Error('poison')
    },
    'rejects-late': () => new Promise((_, reject) => setTimeout(() => reject(new Error('poison')), 5)),
    'never-ends': () => new Promise(() => undefined),
  }
  await inTransaction(service.database.db, async (trx) => {
    for (const webhook of [...poison, ...good]) {
      await enqueue(trx, 'handle-webhook', { webhook }, { tenantId: 1 })
    }
  })

  await service.startWorker({
    timeLimitMs: 200,
    handlers: {
      'handle-webhook': async ({ webhook }) => {
        await misbehave[webhook]?.()
        done.set(webhook, (done.get(webhook) ?? 0) + 1)
      },
    },
  })
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await service.makeDue()
    await service.whenSettled()
  }

  const dead = (await service.jobs()).filter(({ name }) => name === 'dead')
  expect([...done.keys()].toSorted()).toEqual(good.toSorted())
  expect(new Set(done.values())).toEqual(new Set([1]))
  expect(dead.map(({ data }) => data.payload['webhook']).toSorted()).toEqual(poison.toSorted())
  expect(await service.metrics.read()).toContain('evenkeel_jobs_waiting{queue="dead"} 3')
}, 120_000)

it('does not let a flood of low jobs delay a high one', async () => {
  const service = await openJobs({ EVENKEEL_WORKER_PLACES: '1,1,1' })
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: highDone, resolve: sayHighDone } = Promise.withResolvers<void>()
  for (let index = 0; index < 20; index += 1) await service.ask('sweep-orphans', {})
  await service.ask('handle-webhook', { webhook: '1' })

  await service.startWorker({
    handlers: {
      'sweep-orphans': () => released,
      'handle-webhook': async () => sayHighDone(),
    },
  })
  await highDone
  const { rows } = await service.pool.query(
    "SELECT 1 FROM pgboss.job WHERE name = 'low' AND state < 'active'",
  )
  release()

  expect(rows.length).toBeGreaterThanOrEqual(19)
})
