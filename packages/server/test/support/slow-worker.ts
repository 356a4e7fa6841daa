import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../../src/config/read-config.ts'
import { createDependencies } from '../../src/dependencies.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { buildWorker } from '../../src/worker.ts'

// A worker in a process of its own, for tests that kill it. Each job writes down when it began and when it ended, and
// takes some milliseconds in between, so that a kill finds some of them in the middle.
const config = readConfig(process.env)
const dependencies = createDependencies(config, createLogger(config.logLevel))
const { pool } = dependencies.database

await buildWorker(dependencies, {
  pollMs: 20,
  superviseSeconds: 1,
  handlers: {
    'handle-webhook': async ({ webhook }) => {
      const { rows } = await pool.query(
        'INSERT INTO run (webhook, worker, began) VALUES ($1, $2, clock_timestamp()) RETURNING id',
        [webhook, process.pid],
      )
      await pause(Number(webhook) % 25)
      await pool.query('UPDATE run SET ended = clock_timestamp() WHERE id = $1', [rows[0].id])
    },
  },
})
process.stdout.write('working\n')
