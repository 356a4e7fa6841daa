import { waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { openJobs } from '../support/open-worker.ts'
import { type Program, startProgram } from '../support/program.ts'
import { testKeys } from '../support/test-keys.ts'

const count = 300

it('loses no job and runs none twice at once, with two workers of which one is killed in the middle', async () => {
  const service = await openJobs()
  const { pool, url } = service
  await pool.query(
    'CREATE TABLE run (id integer GENERATED ALWAYS AS IDENTITY, webhook text, worker integer, began timestamptz, ended timestamptz)',
  )
  await inTransaction(service.database.db, async (trx) => {
    for (let index = 0; index < count; index += 1) {
      await enqueue(trx, 'handle-webhook', { webhook: String(index) }, { tenantId: 1 })
    }
  })
  const environment = { DATABASE_URL: url, EVENKEEL_UNSAFE_DATABASE: 'allow', ...testKeys }
  const start = (): Program => startProgram('../test/support/slow-worker.ts', { environment })
  const [killed, survivor] = [start(), start()]

  await waitFor(
    async () => {
      const { rows } = await pool.query(
        'SELECT worker FROM run WHERE ended IS NOT NULL GROUP BY worker HAVING count(*) > 5',
      )
      return rows.length === 2
    },
    { what: `both workers to work: ${killed.output()} ${survivor.output()}`, within: 60_000 },
  )
  const interrupted = await waitFor(
    async () => {
      killed.child.kill('SIGSTOP')
      const { rows } = await pool.query('SELECT webhook FROM run WHERE worker = $1 AND ended IS NULL', [
        killed.pid,
      ])
      if (rows.length > 0) return rows.map(({ webhook }) => webhook)
      killed.child.kill('SIGCONT')
      return undefined
    },
    { what: 'the worker to be in the middle of a job' },
  )
  killed.child.kill('SIGKILL')
  await killed.ended
  await waitFor(
    async () => {
      // The lease of what the dead worker had ends now instead of in half a minute.
      await pool.query(
        `UPDATE pgboss.job
         SET heartbeat_on = now() - interval '1 hour'
         WHERE state = 'active' AND data -> 'payload' ->> 'webhook' = ANY ($1) AND retry_count = 0`,
        [interrupted],
      )
      const { rows } = await pool.query(
        "SELECT 1 FROM pgboss.job WHERE name = 'high' AND state <> 'completed'",
      )
      return rows.length === 0
    },
    { what: 'every job to be done', within: 60_000 },
  )

  const { rows: ended } = await pool.query('SELECT DISTINCT webhook FROM run WHERE ended IS NOT NULL')
  // The survivor repeats what the dead worker had not written down as done; nothing else is run twice.
  const { rows: repeated } = await pool.query(
    `SELECT a.webhook
     FROM   run AS a
     JOIN   run AS b ON a.webhook = b.webhook AND a.id < b.id
     WHERE  a.worker <> $1
     OR     b.worker = $1`,
    [killed.pid],
  )
  expect(ended).toHaveLength(count)
  expect(repeated).toEqual([])
  expect((await service.jobs()).filter(({ name }) => name === 'dead')).toEqual([])
}, 120_000)
