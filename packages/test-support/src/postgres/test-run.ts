import { randomInt } from 'node:crypto'
import { type Client, escapeIdentifier } from 'pg'
import { runOf } from './database-names.ts'

// Any number will do, as long as all runs use the same one. This one spells "evkl".
const runLockClass = 0x65766b6c

/** One `vitest` run on one server. */
export interface TestRun {
  /** Part of the name of every database this run makes. */
  readonly id: number
  /** Drops what its test files left without a reason to keep it. */
  end(): Promise<void>
}

/**
 * A run holds an advisory lock under its number as long as its client lives, however it ends. So a later run knows
 * for certain whose databases nobody needs any more, and two runs on one server do not disturb each other.
 */
export async function beginRun(client: Client): Promise<TestRun> {
  const id = randomInt(2 ** 31)
  await client.query('SELECT pg_advisory_lock($1, $2)', [runLockClass, id])
  const live = await liveRuns(client)
  const all = await testDatabases(client)
  await dropAll(
    client,
    all.filter(({ run }) => !live.has(run)),
  )
  return {
    id,
    end: async () => {
      const ours = (await testDatabases(client)).filter(({ run, kept }) => run === id && !kept)
      await dropAll(client, ours)
    },
  }
}

/** Marks a database as evidence: this run leaves it, the next one on this server drops it. */
export async function keepDatabase(client: Client, name: string): Promise<void> {
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS 'kept: its test file failed'`)
}

export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
}

interface OurDatabase {
  readonly name: string
  readonly run: number
  readonly kept: boolean
}

async function testDatabases(client: Client): Promise<OurDatabase[]> {
  const { rows } = await client.query<{ name: string; kept: boolean }>(`
    SELECT datname AS name,
           shobj_description(oid, 'pg_database') IS NOT NULL AS kept
    FROM pg_database`)
  return rows.flatMap(({ name, kept }) => {
    const run = runOf(name)
    return run === undefined ? [] : [{ name, run, kept }]
  })
}

async function liveRuns(client: Client): Promise<Set<number>> {
  const { rows } = await client.query<{ run: string }>(
    `
    SELECT objid::text AS run
    FROM pg_locks
    WHERE locktype = 'advisory'
      AND classid = $1`,
    [runLockClass],
  )
  return new Set(rows.map(({ run }) => Number(run)))
}

async function dropAll(client: Client, databases: readonly OurDatabase[]): Promise<void> {
  for (const { name } of databases) await dropDatabase(client, name)
}
