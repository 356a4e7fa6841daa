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
  const environment = { EVENKEEL_UNSAFE_DATABASE: 'allow', ...testKeys }
  const start = (name: string): Program => {
    const named = new URL(url)
    named.searchParams.set('application_name', name)
    return startProgram('../test/support/slow-worker.ts', {
      environment: { ...environment, DATABASE_URL: named.href },
    })
  }
  const [killed, survivor] = [start('killed'), start('survivor')]

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
      // What it has asked of the database is done all the same.
      await waitFor(
        async () => {
          const { rowCount } = await pool.query(
            "SELECT FROM pg_stat_activity WHERE application_name = 'killed' AND state = 'active'",
          )
          return rowCount === 0
        },
        { what: 'the last statements of the worker that stands still' },
      )
      // Of a job that it has taken and not begun, or ended and not written down, nobody would know, and its lease would have
      // to run out. So it dies when every job that somebody has taken is in the middle.
      const { rows } = await pool.query<{ webhook: string | null; worker: number | null }>(
        `SELECT run.webhook, run.worker
         FROM   pgboss.job
         LEFT   JOIN run ON run.webhook = job.data -> 'payload' ->> 'webhook' AND run.ended IS NULL
         WHERE  job.name = 'high'
         AND    job.state = 'active'`,
      )
      const its = rows.filter(({ worker }) => worker === killed.pid)
      if (its.length > 0 && rows.every(({ worker }) => worker !== null))
        return its.map(({ webhook }) => webhook)
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
