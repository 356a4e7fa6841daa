import { startPostgres } from '@evenkeel/local-postgres'
import { Client, Pool } from 'pg'

/** The PostgreSQL that is measured, with a database for each contender. */
export interface BenchServer {
  readonly version: string
  readonly settings: Readonly<Record<string, string>>
  /** Makes a database, empty, in the place of the last one of that name. */
  database(name: string): Promise<Database>
  stop(): Promise<void>
}

export interface Database {
  readonly url: string
  pool(most: number): Pool
  close(): Promise<void>
}

// Everything a commit promises is on. Memory and WAL are such that no checkpoint falls into one cell and not the next.
const durable = {
  shared_buffers: '2GB',
  max_wal_size: '16GB',
  min_wal_size: '4GB',
  checkpoint_timeout: '30min',
  max_connections: '200',
}

/** A fresh, durable server of our own, or the one that DATABASE_URL names, as it is set. */
export async function startBenchServer(): Promise<BenchServer> {
  const given = process.env['DATABASE_URL']
  const own = given === undefined ? await startPostgres({ durable: true, settings: durable }) : undefined
  const url = given ?? own?.url ?? ''
  if (own !== undefined) await useUpWal(url)
  const { version, settings } = await readSettings(url)
  const open: Database[] = []
  return {
    version,
    settings,
    database: async (name) => {
      await recreate(url, `evenkeel_bench_${name}`)
      const database = databaseAt(Object.assign(new URL(url), { pathname: `evenkeel_bench_${name}` }).href)
      open.push(database)
      return database
    },
    stop: async () => {
      for (const database of open) await database.close()
      await own?.stop()
    },
  }
}

/**
 * A server that has been up for a while writes into WAL files that it has used before. A fresh one makes each of them, 16 MB of
 * zeros and a flush, while whoever needs it waits. So it is given as many used ones as a workload needs.
 */
async function useUpWal(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
DO $$
BEGIN
  FOR n IN 1..192 LOOP
    PERFORM pg_logical_emit_message(false, 'bench', ''), pg_switch_wal();
  END LOOP;
END
$$`)
  await client.query('CHECKPOINT')
  await client.end()
}

export function databaseAt(url: string): Database {
  const pools: Pool[] = []
  return {
    url,
    pool: (most) => {
      const pool = new Pool({ connectionString: url, max: most })
      pool.on('error', () => {})
      pools.push(pool)
      return pool
    },
    close: async () => {
      for (const pool of pools.splice(0)) await pool.end()
    },
  }
}

async function recreate(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  await client.end()
}

async function readSettings(url: string): Promise<Pick<BenchServer, 'version' | 'settings'>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, current_setting(name) AS setting
     FROM pg_settings
     WHERE name IN (
       'server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method',
       'shared_buffers', 'max_wal_size', 'min_wal_size', 'checkpoint_timeout'
     )
     ORDER BY name`,
  )
  await client.end()
  const { server_version = '', ...settings } = Object.fromEntries(
    rows.map(({ name, setting }) => [name, setting]),
  )
  return { version: server_version, settings }
}
