import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { deadQueue, deadQueueOptions, jobSchema, queueNames, queueOptions } from './job-queues.ts'

/**
 * Brings the tables of pg-boss and its queues up to this version. Nothing else creates them: a worker or a server that
 * finds them behind refuses to start.
 */
export async function migrateJobs(pool: Pool): Promise<void> {
  const boss = new PgBoss({
    schema: jobSchema,
    db: { executeSql: (text, values) => pool.query(text, values) },
    migrate: true,
    supervise: false,
    schedule: false,
  })
  const failures: unknown[] = []
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    await boss.createQueue(deadQueue, deadQueueOptions)
    await boss.updateQueue(deadQueue, deadQueueOptions)
    for (const name of queueNames) {
      await boss.createQueue(name, queueOptions)
      // An existing queue is left as it was by the line above.
      await boss.updateQueue(name, queueOptions)
    }
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (failures.length > 0) throw failures[0]
}
