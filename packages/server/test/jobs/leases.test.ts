import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openJobs } from '../support/open-worker.ts'

it('leaves the end of a job to the worker that has it now, and not to one that was believed dead', async () => {
  const service = await openJobs()
  const { promise: released, resolve: wakeUp } = Promise.withResolvers<void>()
  const attempts: number[] = []
  await service.startWorker({
    handlers: {
      'handle-webhook': async (_payload, { attempt }) => {
        attempts.push(attempt)
        if (attempt === 1) await released
        throw new Error(`attempt ${attempt} fails`)
      },
    },
  })
  const id = await service.ask('handle-webhook', { webhook: '1' })
  await waitFor(() => attempts.length === 1, { what: 'the first attempt' })

  // As if the worker had been silent for longer than its lease.
  await service.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '1 hour' WHERE id = $1", [
    id,
  ])
  await waitFor(() => attempts.length === 2, { what: 'the second attempt' })
  await waitFor(async () => (await service.jobs('retry')).length === 1, { what: 'its end' })
  const [before] = await service.jobs()
  wakeUp()
  await waitFor(() => service.logged().some(({ msg }) => msg === 'an attempt was left to another worker'), {
    what: 'the first attempt to end',
  })

  const [after] = await service.jobs()
  expect(attempts).toEqual([1, 2])
  expect(before).toMatchObject({ state: 'retry', retry_count: 1, output: { attempt: 2 } })
  expect(after).toMatchObject({ state: 'retry', retry_count: 1, output: { attempt: 2 } })
  expect(after?.delay).toBeGreaterThan(250)
})

it('is given up after four workers have died of it', async () => {
  const service = await openJobs()
  const attempts: number[] = []
  await service.startWorker({
    handlers: {
      'handle-webhook': (_payload, { attempt }) => {
        attempts.push(attempt)
        return new Promise(() => undefined)
      },
    },
  })
  const id = await service.ask('handle-webhook', { webhook: '1' })
  for (const count of [1, 2, 3, 4]) {
    await waitFor(() => attempts.length === count, { what: `attempt ${count}` })
    await service.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '1 hour' WHERE id = $1", [
      id,
    ])
  }
  await waitFor(async () => (await service.jobs('failed')).length === 1, { what: 'the end of it' })

  expect(attempts).toEqual([1, 2, 3, 4])
  expect((await service.jobs()).map(({ name, state }) => [name, state])).toEqual([
    ['high', 'failed'],
    ['dead', 'created'],
  ])
}, 60_000)

it('waits for a version that knows it, and names the request and the trace behind it on every line', async () => {
  const service = await openJobs()
  const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const data = { job: 'of-tomorrow', payload: {}, tenant: 1, request: 'request-7', trace }
  await service.startWorker()

  await service.pool.query(
    `INSERT INTO pgboss.job (name, data, retry_limit, heartbeat_seconds, dead_letter)
     VALUES ('default', $1, 3, 30, 'dead')`,
    [JSON.stringify(data)],
  )
  await waitFor(async () => (await service.jobs('retry')).length === 1, { what: 'the first attempt' })

  expect(await service.jobs()).toMatchObject([{ delay: 60, output: { code: 'unknown_job' } }])
  expect(service.logged().filter(({ job }) => job === 'of-tomorrow')).toMatchObject([
    { level: 'warn', request_id: 'request-7', traceparent: trace, attempt: 1, tenant_id: 1 },
  ])
})
