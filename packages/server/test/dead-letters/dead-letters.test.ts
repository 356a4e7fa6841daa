import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { type JobService, openJobs } from '../support/open-worker.ts'
import { believing, person } from '../support/people.ts'

const people = {
  support: person({ roles: ['support'] }),
  finance: person({ roles: ['finance'] }),
  user: person({ roles: ['user'] }),
  foreign: person({ roles: ['support'], tenantId: 2, tenant: 'other' }),
}
type Who = keyof typeof people

/** The service with jobs that have failed for good; the handler says which of them still fail. */
async function open(webhooks: readonly string[], fails: (webhook: string) => boolean = () => true) {
  const service: JobService = await openJobs({}, { identify: believing(people) })
  await service.startWorker({
    handlers: {
      'handle-webhook': async ({ webhook }) => {
        if (fails(webhook)) throw Object.assign(new Error('canary'), { code: 'provider_down' })
      },
    },
  })
  for (const webhook of webhooks) await service.ask('handle-webhook', { webhook })
  const wearOut = async (): Promise<void> => {
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await service.makeDue()
      await service.whenSettled()
    }
  }
  await wearOut()
  const call = (method: 'GET' | 'POST', path: string, who: Who = 'support') =>
    service.app.inject({ method, url: `/v1/admin/jobs/dead${path}`, headers: { 'x-person': who } })
  return { ...service, wearOut, call }
}

it('shows support why a job has failed, and nothing secret', async () => {
  const service = await open(['1'])
  const [failed] = await service.jobs('failed')

  const answer = await service.call('GET', '')

  expect(answer.json()).toEqual({
    data: [
      {
        id: expect.any(String),
        job: 'handle-webhook',
        job_id: failed?.id,
        queue: 'high',
        payload: { webhook: '1' },
        attempts: 4,
        error_code: 'provider_down',
        asked_at: expect.any(String),
        died_at: expect.any(String),
        request_id: null,
      },
    ],
    page: { next: null, prev: null, has_more: false },
  })
  expect(answer.body).not.toContain('canary')
})

it('does a job again for support: once, at once, with all its attempts', async () => {
  let isMended = false
  const service = await open(['1'], () => !isMended)
  const [letter] = (await service.call('GET', '')).json().data
  isMended = true

  const answers = await Promise.all([1, 2, 3].map(() => service.call('POST', `/${letter.id}/retry`)))
  await service.whenSettled()
  const again = await service.call('POST', `/${letter.id}/retry`)

  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 404, 404])
  expect(again.statusCode).toBe(404)
  expect(await service.jobs()).toMatchObject([{ id: letter.job_id, state: 'completed', retry_count: 0 }])
  const { rows } = await service.pool.query(
    "SELECT actor, new_values ->> 'retried_by' AS by FROM wallet.audit_record WHERE table_name = 'job_retry'",
  )
  expect(rows).toEqual([{ actor: `user:${people.support.userId}`, by: people.support.userId }])
})

it('comes back as a dead letter when it fails again, after four more attempts', async () => {
  const service = await open(['1'])
  const [first] = (await service.call('GET', '')).json().data

  await service.call('POST', `/${first.id}/retry`)
  await service.wearOut()
  const { data } = (await service.call('GET', '')).json()

  expect(data).toMatchObject([{ job_id: first.job_id, attempts: 4 }])
  expect(data[0].id).not.toBe(first.id)
})

it('is done again also where its row was lost', async () => {
  let isMended = false
  const service = await open(['1'], () => !isMended)
  const [letter] = (await service.call('GET', '')).json().data
  await service.pool.query("DELETE FROM pgboss.job WHERE state = 'failed'")
  isMended = true

  await service.call('POST', `/${letter.id}/retry`)
  await service.whenSettled()

  expect(await service.jobs()).toMatchObject([{ id: letter.job_id, state: 'completed' }])
})

it('pages through many letters, and filters them by job', async () => {
  const service = await open(['1', '2', '3', '4', '5'])
  const page = async (query: string) => (await service.call('GET', `?limit=2${query}`)).json()

  const first = await page('')
  const second = await page(`&cursor=${first.page.next}`)
  const third = await page(`&cursor=${second.page.next}`)
  const back = await page(`&cursor=${third.page.prev}`)

  const pages = [first, second, third].map(({ data }) => data.map(({ id }: { id: string }) => id))
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
  expect(new Set(pages.flat()).size).toBe(5)
  expect(back.data).toEqual(second.data)
  expect(third.page.next).toBeNull()
  expect((await page('&job=sweep-orphans')).data).toEqual([])
})

it('is seen by support of its tenant alone; a job of the service itself by support of every tenant', async () => {
  const service = await open(['1'])
  await inTransaction(service.database.db, (trx) =>
    enqueue(trx, 'handle-webhook', { webhook: 'own' }, { tenantId: null }),
  )
  await service.wearOut()
  const [own, theirs] = (await service.call('GET', '')).json().data

  const status = async (who: Who): Promise<number> => (await service.call('GET', '', who)).statusCode
  const seen = (await service.call('GET', '', 'foreign')).json().data
  const taken = await service.call('POST', `/${theirs.id}/retry`, 'foreign')

  expect([await status('user'), await status('finance')]).toEqual([403, 403])
  expect(seen).toEqual([own])
  expect(taken.statusCode).toBe(404)
  expect((await service.call('POST', `/${randomUUID()}/retry`)).statusCode).toBe(404)
})
