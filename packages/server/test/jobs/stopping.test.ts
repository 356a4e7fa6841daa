import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openJobs } from '../support/open-worker.ts'

it('lets a job under way finish, and takes no other', async () => {
  const service = await openJobs({ EVENKEEL_WORKER_PLACES: '1,1,1' })
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const begun: string[] = []
  const worker = await service.startWorker({
    handlers: {
      'handle-webhook': async ({ webhook }) => {
        begun.push(webhook)
        await released
      },
    },
  })
  await service.ask('handle-webhook', { webhook: 'first' })
  await waitFor(() => begun.length === 1, { what: 'the first job to begin' })
  await service.ask('handle-webhook', { webhook: 'second' })

  const stopped = worker.stop()
  release()
  await stopped

  expect(begun).toEqual(['first'])
  expect((await service.jobs()).map(({ state }) => state)).toEqual(['completed', 'created'])
})

it('hands back what does not finish in time, and another worker begins with it as if it had never been taken', async () => {
  const service = await openJobs()
  const aborted = Promise.withResolvers<void>()
  const first = await service.startWorker({
    handlers: {
      'handle-webhook': (_payload, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve())
        return new Promise(() => undefined)
      },
    },
  })
  const id = await service.ask('handle-webhook', { webhook: 'slow' })
  await waitFor(async () => (await service.jobs('active')).length === 1, { what: 'the job to begin' })

  await first.stop({ timeoutMs: 50 })
  await aborted.promise
  const [handedBack] = await service.jobs()
  const attempts: number[] = []
  await service.startWorker({
    handlers: { 'handle-webhook': async (_payload, { attempt }) => void attempts.push(attempt) },
  })
  await service.whenSettled()

  expect(handedBack).toMatchObject({ id, state: 'retry', retry_count: 0 })
  expect(attempts).toEqual([1])
  expect(await service.jobs()).toMatchObject([{ id, state: 'completed' }])
})
