import type { Pool } from 'pg'
import { UsageError } from './usage-error.ts'

/** Runs `work` with a pool on the database that the environment names, and closes it. */
export async function withPool<T>(
  environment: NodeJS.ProcessEnv,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const connectionString = environment['EVENKEEL_DATABASE_URL'] || environment['DATABASE_URL']
  if (!connectionString) {
    throw new UsageError(
      'Which database? Set EVENKEEL_DATABASE_URL or DATABASE_URL to postgres://role@host/database.',
    )
  }
  const { Client, Pool } = await importPg()
  refuseUnreadable(() => new Client({ connectionString }))
  const pool = new Pool({ ...settings, connectionString })
  // A connection that breaks while it is idle is replaced by the pool; without a listener it would end the
  // process.
  pool.on('error', () => undefined)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

const settings = { max: 3, connectionTimeoutMillis: 10_000, application_name: 'evenkeel-ledger' }

async function importPg(): Promise<typeof import('pg')> {
  try {
    return await import('pg')
  } catch (error) {
    throw new UsageError(
      'The package "pg" is not installed. Install it beside @evenkeel/ledger: npm install pg',
      {
        cause: error,
      },
    )
  }
}

/**
 * The driver reads the address when it makes a client, which in a pool would look like a server out of reach.
 * Its own words are kept out of the message, because the address may hold a password.
 */
function refuseUnreadable(makeClient: () => unknown): void {
  try {
    makeClient()
  } catch (error) {
    throw new UsageError(
      'The database address cannot be read. Write it as postgres://role@host:5432/database.',
      {
        cause: error,
      },
    )
  }
}
