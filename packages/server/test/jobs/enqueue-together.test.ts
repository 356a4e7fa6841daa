import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { chunksOf, enqueueGroup, enqueueSequence, type JobRequest } from '../../src/jobs/enqueue-together.ts'
import { retryDeadJob } from '../../src/jobs/retry-dead-job.ts'
import { openJobs } from '../support/open-worker.ts'

const about = (webhook: string): JobRequest => ({ job: 'handle-webhook', payload: { webhook } })
const tenantId = 1

it('does the steps of a sequence one after the other', async () => {
  const service = await openJobs()
  const seen: string[] = []
  const step = async ({ webhook }: { webhook: string }): Promise<void> => {
    seen.push(`begin ${webhook}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.push(`end ${webhook}`)
  }
  await service.startWorker({ handlers: { 'handle-webhook': step } })

  await inTransaction(service.database.db, (trx) =>
    enqueueSequence(trx, [about('a'), about('b'), about('c')], { tenantId }),
  )
  await waitFor(() => seen.length === 6, { what: 'the steps', within: 30_000 })

  expect(seen).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c'])
})

it('ends a group with its last job, once, and not before staff have revived a member that failed for good', async () => {
  const service = await openJobs()
  const seen: string[] = []
  let isMended = false
  await service.startWorker({
    handlers: {
      'handle-webhook': async ({ webhook }) => {
        if (webhook === 'poison' && !isMended) throw new Error('the cause is not gone')
        seen.push(webhook)
      },
    },
  })

  const members = ['a', 'b', 'poison', 'c'].map(about)
  await inTransaction(service.database.db, (trx) =>
    enqueueGroup(trx, members, { tenantId, afterwards: about('last') }),
  )
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await service.makeDue()
    await waitFor(
      async () =>
        (await service.jobs()).some(
          ({ retry_count: count, state }) =>
            state === 'failed' || (state === 'retry' && count === attempt - 1),
        ),
      { what: `attempt ${attempt}` },
    )
  }
  const seenBefore = seen.toSorted()
  isMended = true
  const [letter] = (await service.jobs()).filter(({ name }) => name === 'dead')
  const staff = { tenantId, userId: '0197a000-0000-7000-8000-000000000001', now: new Date() }
  await retryDeadJob(service.database.db, { id: letter?.id ?? '', ...staff })
  await waitFor(() => seen.includes('last'), { what: 'the last job', within: 30_000 })

  expect(seenBefore).toEqual(['a', 'b', 'c'])
  expect(seen.slice(3)).toEqual(['poison', 'last'])
})

it('leaves no job of a group behind when its transaction is undone', async () => {
  const service = await openJobs({ EVENKEEL_DATABASE_POOL_SIZE: '1' })

  const undone = inTransaction(service.database.db, async (trx) => {
    await enqueueGroup(trx, ['a', 'b'].map(about), { tenantId, afterwards: about('last') })
    throw new Error('the change is refused')
  })

  await expect(undone).rejects.toThrow('the change is refused')
  expect(await service.jobs()).toEqual([])
})

it('cuts a long list into chunks of fifty, and loses none of it', () => {
  const items = Array.from({ length: 120 }, (_, index) => index)

  const chunks = chunksOf(items)

  expect(chunks.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(chunks.flat()).toEqual(items)
})
