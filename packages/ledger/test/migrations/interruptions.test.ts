import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freshDatabase, samples, waitFor } from '@evenkeel/test-support'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { dumpSchema } from '../../scripts/schema-dump/dump-schema.ts'
import { type Break, breakingPool } from './fixtures/breaking-pool.ts'
import { gatedFiles } from './fixtures/gated-files.ts'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'

const { pool, url, connect } = await freshDatabase()
const admin = await connect()
/** What the schema looks like with 1, 2, 3 files applied. */
const dumps: string[] = []

beforeAll(async () => {
  for (const count of shopFiles.keys()) {
    await shopMigrator(shopFiles.slice(0, count + 1)).migrate(pool)
    dumps.push(await dumpSchema(pool, 'shop'))
  }
})
beforeEach(() => pool.query('DROP SCHEMA IF EXISTS shop CASCADE'))
afterAll(() => admin.end())

it.each(['before', 'after'] as const)(
  'holds whole files and goes on, when the session is terminated %s any statement',
  async (when) => {
    // In the quick lane every fourth statement.
    const step = samples({ quick: 4, long: 1 })
    let at = 1

    for (; await isInterrupted({ at, when }); at += step) {
      const applied = await filesApplied()
      if (applied > 0) expect(await dumpSchema(pool, 'shop')).toBe(dumps[applied - 1])

      await shopMigrator(shopFiles).migrate(pool)

      expect(await filesApplied()).toBe(shopFiles.length)
      expect(await dumpSchema(pool, 'shop')).toBe(dumps.at(-1))
      await pool.query('DROP SCHEMA shop CASCADE')
    }

    // Each file takes more than ten statements; had the loop ended early this test would prove little.
    expect(at).toBeGreaterThan(10 * shopFiles.length)
  },
  120_000,
)

it('leaves nothing of the file in hand when the process is killed, and the next start goes on from there', async () => {
  await pool.query('CREATE TABLE IF NOT EXISTS public.gate ()')
  await admin.query('BEGIN')
  await admin.query('LOCK TABLE public.gate')
  const child = spawn(process.execPath, ['--conditions=@evenkeel/source', fixture('migrate-child.ts')], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  await waitFor(isWaitingAtGate, { what: 'the child to stand at the gate' })

  child.kill('SIGKILL')
  await exited
  await admin.query('ROLLBACK')
  await waitFor(async () => (await filesApplied()) === shopFiles.length && !(await isMigrating()))
  const afterKill = await dumpSchema(pool, 'shop')
  const { applied } = await shopMigrator(gatedFiles).migrate(pool)

  expect(afterKill).toBe(dumps.at(-1))
  expect(applied).toMatchObject([{ id: gatedFiles.length }])
  expect(await dumpSchema(pool, 'shop')).toContain('CREATE TABLE shop.after_gate ()')
})

/** Migrates with a break. False when there were fewer statements than that. */
async function isInterrupted(point: Break): Promise<boolean> {
  try {
    await shopMigrator(shopFiles).migrate(breakingPool(pool, admin, point))
    return false
  } catch (error) {
    expect(error).toMatchObject({ family: 'UnavailableError', code: 'connection_lost' })
    return true
  }
}

async function filesApplied(): Promise<number> {
  return (await shopMigrator(gatedFiles).check(pool)).applied.length
}

async function isWaitingAtGate(): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM pg_locks WHERE relation = 'public.gate'::regclass AND NOT granted",
  )
  return rowCount === 1
}

async function isMigrating(): Promise<boolean> {
  const { rowCount } = await pool.query(`
SELECT FROM pg_locks
WHERE locktype = 'advisory'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
  return rowCount !== 0
}

function fixture(file: string): string {
  return fileURLToPath(new URL(`fixtures/${file}`, import.meta.url))
}
