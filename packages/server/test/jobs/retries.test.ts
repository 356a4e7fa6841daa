import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openJobs } from '../support/open-worker.ts'

const canary = 'canary-of-a-message'

class ProviderError extends Error {
  readonly code = 'provider_down'
}

it('tries at once, after 1, 5 and 15 minutes, and then leaves the job to staff', async () => {
  const service = await openJobs()
  const attempts: number[] = []
  await service.startWorker({
    handlers: {
      'handle-webhook': async (_payload, { attempt }) => {
        attempts.push(attempt)
        throw new ProviderError(canary)
      },
    },
  })

  const id = await service.ask('handle-webhook', { webhook: '1' })
  const waits: number[] = []
  for (const count of [1, 2, 3, 4]) {
    await waitFor(async () => attempts.length === count && (await service.jobs('active')).length === 0, {
      what: `attempt ${count}`,
    })
    const [job] = await service.jobs('retry')
    if (job !== undefined) waits.push(job.delay)
    await service.makeDue()
  }

  const [failed, dead] = await service.jobs()
  expect(attempts).toEqual([1, 2, 3, 4])
  expect(waits).toEqual([60, 300, 900])
  expect(failed).toMatchObject({
    id,
    name: 'high',
    state: 'failed',
    output: { code: 'provider_down', attempt: 4 },
  })
  expect(dead).toMatchObject({ name: 'dead', state: 'created', data: { job: 'handle-webhook' } })
  expect(JSON.stringify([failed, dead])).not.toContain(canary)
  expect(service.logged().filter(({ level, job_id }) => level === 'error' && job_id === id)).toHaveLength(1)
})
