import type { PgBoss } from 'pg-boss'
import { jobToSend } from './enqueue.ts'
import { type Schedule, scheduleTable } from './schedule-table.ts'

/** Makes the schedules in the database those of this version. Of several workers, one sends each job. */
export async function setSchedules(
  boss: PgBoss,
  schedules: readonly Schedule[] = scheduleTable,
): Promise<void> {
  for (const { job, payload, cron } of schedules) {
    const { queue, data, options } = jobToSend(job, payload, { tenantId: null })
    await boss.schedule(queue, cron, data, { ...options, key: job, tz: 'UTC', missed: 'once' })
  }
  const wanted = new Set<string>(schedules.map(({ job }) => job))
  for (const { name, key } of await boss.getSchedules()) {
    if (!wanted.has(key)) await boss.unschedule(name, key)
  }
}
