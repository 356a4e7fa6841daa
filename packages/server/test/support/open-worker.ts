import { useDatabase, waitFor } from '@evenkeel/test-support'
import type { Pool } from 'pg'
import { onTestFinished } from 'vitest'
import { inTransaction } from '../../src/database/transaction.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import type { JobName, PayloadOf } from '../../src/jobs/job-table.ts'
import { buildWorker, type RunningWorker, type WorkerOptions } from '../../src/worker.ts'
import { type OpenApp, openApp } from './open-app.ts'
import { walletSchema } from './wallet-schema.ts'

export interface JobRow {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly data: { job: string; payload: Record<string, string> }
  readonly retry_count: number
  readonly delay: number
  readonly output: Record<string, unknown> | null
}

export interface JobService extends OpenApp {
  readonly pool: Pool
  readonly url: string
  ask<Name extends JobName>(name: Name, payload: PayloadOf<Name>): Promise<string>
  startWorker(options?: WorkerOptions): Promise<RunningWorker>
  /** Jobs in the order in which they were asked for; `delay` is what is left until they are due, in seconds. */
  jobs(state?: string): Promise<JobRow[]>
  /** Moves the clock of everything that waits: what was to come later is due now. */
  makeDue(): Promise<void>
  /** When nothing is due and nothing runs. */
  whenSettled(): Promise<void>
}

/** The service on the database of the test file, with nothing in its queues, inbox and events. */
export async function openJobs(
  environment: NodeJS.ProcessEnv = {},
  options: Parameters<typeof openApp>[1] = {},
): Promise<JobService> {
  const { url, pool } = await useDatabase(walletSchema)
  await empty(pool)
  const service = await openApp({ DATABASE_URL: url, LOG_LEVEL: 'info', ...environment }, options)
  const { db } = service.database

  async function jobs(state?: string): Promise<JobRow[]> {
    const { rows } = await pool.query(
      `SELECT id, name, state, data, retry_count, output,
              round(extract(epoch FROM start_after - now()))::integer AS delay
       FROM pgboss.job
       WHERE name NOT LIKE '\\_\\_%' AND data ->> 'job' NOT IN ('check-limits', 'sweep-orphans', 'sweep-stuck') AND coalesce(state::text = $1, true)
       ORDER BY created_on, id`,
      [state ?? null],
    )
    return rows
  }

  return {
    ...service,
    pool,
    url,
    jobs,
    ask: (name, payload) => inTransaction(db, (trx) => enqueue(trx, name, payload, { tenantId: 1 })),
    async startWorker(options = {}) {
      const worker = await buildWorker(service, { pollMs: 20, superviseSeconds: 1, ...options })
      let stopped: Promise<void> | undefined
      const stop: RunningWorker['stop'] = (patience) => {
        stopped ??= worker.stop(patience)
        return stopped
      }
      onTestFinished(() => stop({ timeoutMs: 1_000 }))
      return { stop }
    },
    async makeDue() {
      await pool.query(
        "UPDATE pgboss.job SET start_after = now() WHERE state < 'active' AND start_after > now()",
      )
    },
    async whenSettled() {
      const isBusy = ({ name, state, delay }: JobRow): boolean =>
        name !== 'dead' && (state === 'active' || (['created', 'retry'].includes(state) && delay <= 0))
      await waitFor(async () => !(await jobs()).some(isBusy), {
        what: 'the queues to be quiet',
        within: 60_000,
      })
    },
  }
}

/** Queues, inbox and events without the rows of the test before. What is never removed is so by a legal erasure. */
async function empty(pool: Pool): Promise<void> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query("SELECT set_config('evenkeel.erasure', 'an empty inbox', true)")
  for (const table of ['pgboss.job', 'wallet.webhook', 'wallet.domain_event']) {
    await client.query(`DELETE FROM ${table}`)
  }
  await client.query('COMMIT')
  client.release()
}
