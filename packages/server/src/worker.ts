import { createQueuePool } from './database/pool.ts'
import type { Dependencies } from './dependencies.ts'
import { createHandlers } from './handlers/handlers.ts'
import type { JobHandlers } from './jobs/job-handler.ts'
import { openBoss } from './jobs/open-boss.ts'
import { setSchedules } from './jobs/set-schedules.ts'
import { startWorker } from './jobs/start-worker.ts'

export interface RunningWorker {
  /** Lets jobs under way finish and hands the others back, in ten seconds at most unless told otherwise. */
  stop(options?: { timeoutMs?: number }): Promise<void>
}

export interface WorkerOptions {
  /** In place of the service's own, one by one. */
  readonly handlers?: Partial<JobHandlers>
  /** In place of each job's own. */
  readonly timeLimitMs?: number
  readonly pollMs?: number
  readonly superviseSeconds?: number
}

const stopTimeoutMs = 10_000

/**
 * The worker of the service, at work: it does the jobs that requests and the clock ask for. Any number of them share a
 * database.
 *
 * @example
 * const dependencies = createDependencies(config, logger)
 * const worker = await buildWorker(dependencies)
 * await worker.stop()
 * await dependencies.close()
 */
export async function buildWorker(
  dependencies: Dependencies,
  { handlers = {}, timeLimitMs, pollMs = 500, superviseSeconds = 10 }: WorkerOptions = {},
): Promise<RunningWorker> {
  const { config, logger, clock, metrics, identity, receivers, listeners, withdrawals } = dependencies
  const { db } = dependencies.database
  const [high = 1, standard = 1, low = 1] = config.workerPlaces
  const pool = createQueuePool(config, logger)
  try {
    const boss = await openBoss(pool, { logger, superviseSeconds })
    await setSchedules(boss)
    const parts = { db, clock, keyring: identity.keyring, metrics, receivers, listeners, withdrawals }
    const allHandlers = { ...createHandlers(parts), ...handlers }
    const runner = { boss, db, clock, logger, metrics, handlers: allHandlers, timeLimitMs }
    const worker = startWorker(runner, { places: { high, default: standard, low }, pollMs })
    return {
      async stop({ timeoutMs = stopTimeoutMs } = {}) {
        await worker.stop({ timeoutMs })
        await boss.stop({ graceful: false, close: false })
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}
