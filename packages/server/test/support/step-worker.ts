import { onTestFinished } from 'vitest'
import { type QueueName, queueNames } from '../../src/database/job-queues.ts'
import { createQueuePool } from '../../src/database/pool.ts'
import type { Dependencies } from '../../src/dependencies.ts'
import { createHandlers } from '../../src/handlers/handlers.ts'
import type { ClaimedJob } from '../../src/jobs/claimed-job.ts'
import { openBoss } from '../../src/jobs/open-boss.ts'
import { runJob } from '../../src/jobs/run-job.ts'

/** A worker that takes a step only when it is told to, so that the same steps always come in the same order. */
export interface StepWorker {
  /** Does what is due, one job after the other, until nothing is. */
  drain(): Promise<void>
  /** Dies in the middle of what it does: nothing of how it ended is written down, and its lease has run out at once. */
  die(): void
}

export async function openStepWorker(service: Dependencies): Promise<StepWorker> {
  const { config, logger, clock, metrics, identity, receivers, listeners } = service
  const { reconciliation, withdrawals } = service
  const { db } = service.database
  const pool = createQueuePool(config, logger)
  // It looks after the queues itself, below.
  const boss = await openBoss(pool, { logger, superviseSeconds: 3_600 })
  onTestFinished(async () => {
    await boss.stop({ graceful: false, close: false })
    await pool.end()
  })
  const shared = { db, clock, keyring: identity.keyring, metrics }
  const parts = { ...shared, receivers, listeners, reconciliation, withdrawals }
  const runner = { boss, db, clock, logger, metrics, handlers: createHandlers(parts) }
  let current: ClaimedJob | undefined

  async function step(queue: QueueName): Promise<boolean> {
    const [job] = await boss.fetch(queue, { batchSize: 1, includeMetadata: true })
    if (job === undefined) return false
    const { id, retryCount, data } = job
    current = { queue, id, retryCount, data, leave: new AbortController() }
    await runJob(runner, current)
    if (current.leave.signal.aborted) {
      await pool.query(
        "UPDATE pgboss.job SET state = 'retry' WHERE name = $1 AND id = $2 AND state = 'active'",
        [queue, id],
      )
    }
    current = undefined
    return true
  }

  return {
    async drain() {
      for (const queue of queueNames) while (await step(queue));
    },
    die: () => current?.leave.abort(),
  }
}
