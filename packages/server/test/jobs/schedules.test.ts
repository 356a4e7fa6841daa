import { waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { openBoss } from '../../src/jobs/open-boss.ts'
import { scheduleTable } from '../../src/jobs/schedule-table.ts'
import { setSchedules } from '../../src/jobs/set-schedules.ts'
import { openJobs } from '../support/open-worker.ts'

it('makes the schedules of the database those of this version', async () => {
  const service = await openJobs()
  await service.startWorker()
  await service.pool.query(
    "INSERT INTO pgboss.schedule (name, key, cron) VALUES ('low', 'of-an-older-version', '0 0 * * *')",
  )

  await service.startWorker()

  const { rows } = await service.pool.query('SELECT key, cron FROM pgboss.schedule ORDER BY key')
  expect(rows).toEqual(scheduleTable.map(({ job, cron }) => ({ key: job, cron })))
})

it('sends a scheduled job once for each time, though two workers watch the clock', async () => {
  const { url, pool, logger } = await openJobs()
  const open = async () => {
    const own = new Pool({ connectionString: url })
    const boss = await openBoss(own, { logger, superviseSeconds: 1 })
    onTestFinished(async () => {
      await boss.stop({ graceful: false, close: false })
      await own.end()
    })
    return boss
  }
  const everyMinute = [{ job: 'sweep-orphans', payload: {}, cron: '* * * * *' }] as const

  const first = await open()
  await setSchedules(first, everyMinute)
  await pool.query('UPDATE pgboss.version SET cron_on = NULL')
  await Promise.all([open(), open()])
  const slots = await waitFor(
    async () => {
      const { rows } = await pool.query("SELECT singleton_on FROM pgboss.job WHERE name = 'low'")
      return rows.length > 0 ? rows.map(({ singleton_on: slot }) => String(slot)) : undefined
    },
    { what: 'the scheduled job', within: 30_000 },
  )

  expect(slots).toEqual([...new Set(slots)])
})
