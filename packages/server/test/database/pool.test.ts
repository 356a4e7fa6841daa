import { useDatabase, waitFor } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { createPool } from '../../src/database/pool.ts'
import { createLogger } from '../../src/observability/logger.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const database = await useDatabase(walletSchema)

it.for(['in use', 'idle'] as const)('outlives a connection that breaks while it is %s', async (state) => {
  const lines: string[] = []
  const logger = createLogger('warn', { write: (line) => void lines.push(line) })
  const pool = createPool({ databaseUrl: database.url, databasePoolSize: 1 }, logger)
  onTestFinished(() => pool.end())
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  if (state === 'idle') client.release()

  await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await waitFor(() => lines.length > 0, { what: 'the loss to be noticed' })
  if (state === 'in use') client.release(true)

  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['a database connection broke'])
})
