import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { deadQueue, deadQueueOptions, jobSchema, queueNames, queueOptions } from './job-queues.ts'

/**
 * Brings the tables of pg-boss and its queues up to this version. Nothing else creates them: a worker or a server that
 * finds them behind refuses to start.
 */
export async function migrateJobs(pool: Pool): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await createQueues(pool)
    } catch (error) {
      // pg-boss takes a lock, and of ten that begin at once some fail all the same: sessions that create one schema
      // meet in the catalog before it. Whoever lost finds everything there the next time.
      if (tries === mostTries || !isCollision(error)) throw error
    }
  }
}

const mostTries = 5

/** Two that made the same thing: unique violation, duplicate schema, object or table. */
const collisions = new Set(['23505', '42P06', '42710', '42P07'])

function isCollision(error: unknown): boolean {
  return error instanceof Error && 'code' in error && collisions.has(String(error.code))
}

async function createQueues(pool: Pool): Promise<void> {
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
    for (const [name, options] of [[deadQueue, deadQueueOptions] as const, ...workingQueues]) {
      await boss.createQueue(name, options)
      // One that exists is left as it was by the line above.
      await boss.updateQueue(name, options)
    }
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (failures.length > 0) throw failures[0]
}

const workingQueues = queueNames.map((name) => [name, queueOptions] as const)
