import { freshDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { dumpSchema } from '../../scripts/schema-dump/dump-schema.ts'
import { ledgerMigrator, migrations } from '../../src/migrations/index.ts'
import { shopFiles, shopMigrator } from './fixtures/migration-set.ts'
import { transactionPooler } from './fixtures/transaction-pooler.ts'

it('applies every file in order and keeps what it did in the history', async () => {
  const { pool } = await freshDatabase()

  const result = await shopMigrator(shopFiles).migrate(pool)

  expect(result).toMatchObject({ schema: 'shop', version: 3, applied: [{ id: 1 }, { id: 2 }, { id: 3 }] })
  const status = await shopMigrator(shopFiles).check(pool)
  expect(status).toMatchObject({ state: 'current', pending: [], applied: result.applied })
  for (const row of status.applied) {
    expect(row).toMatchObject({ appliedBy: expect.any(String), packageVersion: '1.0.0' })
    expect(row.durationMs).toBeGreaterThanOrEqual(0)
    expect(Math.abs(row.appliedAt.getTime() - Date.now())).toBeLessThan(3_600_000)
  }
})

it('does nothing the second time, and only what is new after an upgrade', async () => {
  const { pool } = await freshDatabase()
  await shopMigrator(shopFiles.slice(0, 2)).migrate(pool)

  const repeated = await shopMigrator(shopFiles.slice(0, 2)).migrate(pool)
  const upgraded = await shopMigrator(shopFiles, '2.0.0').migrate(pool)

  expect(repeated.applied).toEqual([])
  expect(upgraded.applied).toMatchObject([{ id: 3, packageVersion: '2.0.0' }])
})

it('reports each file as it is applied', async () => {
  const { pool } = await freshDatabase()
  const heard: string[] = []

  await shopMigrator(shopFiles).migrate(pool, {
    onProgress: (progress) =>
      heard.push(progress.kind === 'applied' ? progress.migration.name : progress.kind),
  })

  expect(heard).toEqual(['step_1', 'step_2', 'step_3'])
})

it('refuses a file that was edited after it was applied, and touches nothing', async () => {
  const { pool } = await freshDatabase()
  await shopMigrator(shopFiles).migrate(pool)
  const before = await dumpSchema(pool, 'shop')
  const edited = shopMigrator([
    `${shopFiles[0]} -- harmless`,
    ...shopFiles.slice(1),
    'CREATE TABLE shop.late ();',
  ])

  const migrating = edited.migrate(pool)

  await expect(migrating).rejects.toMatchObject({
    family: 'ConflictError',
    code: 'migration_changed',
    message: expect.stringContaining('0001_step_1.sql'),
  })
  expect(await edited.check(pool)).toMatchObject({ state: 'refused', refusal: { code: 'migration_changed' } })
  await expect(edited.plan(pool)).rejects.toMatchObject({ code: 'migration_changed' })
  expect(await dumpSchema(pool, 'shop')).toBe(before)
})

it('refuses a database that is newer than the package', async () => {
  const { pool } = await freshDatabase()
  await shopMigrator(shopFiles, '2.0.0').migrate(pool)

  const migrating = shopMigrator(shopFiles.slice(0, 2), '1.0.0').migrate(pool)

  await expect(migrating).rejects.toMatchObject({
    code: 'database_newer',
    message: expect.stringMatching(
      /0003_step_3\.sql, applied by @example\/shop 2\.0\.0, .*1\.0\.0 does not know/,
    ),
  })
})

it('leaves nothing of a file that fails, keeps those before it, and names the line', async () => {
  const { pool } = await freshDatabase()
  const broken = 'CREATE TABLE shop.half ();\n\nINSERT INTO shop.nowhere VALUES (1);'

  const migrating = shopMigrator([...shopFiles, broken]).migrate(pool)

  await expect(migrating).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringMatching(/0004_step_4\.sql, line 3, .*shop\.nowhere.*Nothing of it remains/),
    details: { sqlState: '42P01', line: 3 },
  })
  expect(await dumpSchema(pool, 'shop')).not.toContain('half')
  expect(await shopMigrator(shopFiles).check(pool)).toMatchObject({ state: 'current' })
})

it('leaves nothing of a file that fails as it commits', async () => {
  const { pool } = await freshDatabase()
  const late = `
ALTER TABLE shop.purchase ALTER CONSTRAINT purchase_customer_fkey DEFERRABLE INITIALLY DEFERRED;
INSERT INTO shop.purchase VALUES (1, 404);`

  const migrating = shopMigrator([...shopFiles, late]).migrate(pool)

  await expect(migrating).rejects.toMatchObject({ code: 'migration_failed', details: { sqlState: '23503' } })
  expect(await shopMigrator(shopFiles).check(pool)).toMatchObject({ state: 'current' })
})

it('makes an unqualified name fail, wherever the role looks for names', async () => {
  const { url } = await freshDatabase()
  const pool = new Pool({ connectionString: url, options: '-c search_path=public' })
  onTestFinished(() => pool.end())

  const migrating = shopMigrator(['CREATE TABLE stray ();']).migrate(pool)

  await expect(migrating).rejects.toMatchObject({
    details: { migration: '0001_step_1.sql', sqlState: '42501' },
  })
  const { rows } = await pool.query("SELECT FROM pg_class WHERE relname = 'stray'")
  expect(rows).toEqual([])
})

it('works as a role that is no superuser and may only use a schema made for it', async () => {
  const { pool, url, name } = await freshDatabase()
  const role = `${name}_owner`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'owner'`)
  await pool.query(`CREATE SCHEMA ledger AUTHORIZATION ${role}`)
  onTestFinished(async () => {
    await pool.query(`DROP OWNED BY ${role}`)
    await pool.query(`DROP ROLE ${role}`)
  })
  const asOwner = new Pool({ connectionString: withCredentials(url, role, 'owner') })
  onTestFinished(() => asOwner.end())

  const result = await ledgerMigrator.migrate(asOwner)

  expect(result.applied).toHaveLength(migrations.length)
  expect(result.applied[0]?.appliedBy).toBe(role)
})

it('says which right is missing to a role that may not create the schema', async () => {
  const { pool, url, name } = await freshDatabase()
  const role = `${name}_guest`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'guest'`)
  onTestFinished(async () => {
    await pool.query(`DROP ROLE ${role}`)
  })
  const asGuest = new Pool({ connectionString: withCredentials(url, role, 'guest') })
  onTestFinished(() => asGuest.end())

  const migrating = ledgerMigrator.migrate(asGuest)

  await expect(migrating).rejects.toMatchObject({ family: 'InvalidInputError', code: 'permission_denied' })
})

it('is not cut short by the statement timeout of the role', async () => {
  const { url } = await freshDatabase()
  const hasty = new Pool({
    connectionString: url,
    statement_timeout: 50,
    idle_in_transaction_session_timeout: 50,
  })
  onTestFinished(() => hasty.end())

  const { applied } = await shopMigrator(['SELECT pg_sleep(0.2);']).migrate(hasty)

  expect(applied).toHaveLength(1)
})

it('works behind a pooler that gives every transaction another session', async () => {
  const { pool } = await freshDatabase()
  const index =
    '-- no transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS customer_name_idx ON shop.customer (name);'
  const migrator = shopMigrator([...shopFiles, index])

  const [first, second] = await Promise.all([
    migrator.migrate(transactionPooler(pool)),
    migrator.migrate(transactionPooler(pool)),
  ])

  expect([...first.applied, ...second.applied]).toHaveLength(4)
  expect(await migrator.check(transactionPooler(pool))).toMatchObject({ state: 'current' })
})

it('leaves neither a lock nor a setting behind in the session', async () => {
  const { url } = await freshDatabase()
  const alone = new Pool({ connectionString: url, max: 1 })
  onTestFinished(() => alone.end())
  const session = `
SELECT pg_backend_pid() AS pid,
       current_setting('search_path') AS search_path,
       current_setting('lock_timeout') AS lock_timeout,
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`
  const before = await alone.query(session)

  await shopMigrator(shopFiles).migrate(alone)

  const after = await alone.query(session)
  expect(after.rows).toEqual(before.rows)
})

it('reads the history through a pool that parses nothing as usual', async () => {
  const { url, pool } = await freshDatabase()
  const { applied } = await shopMigrator(shopFiles).migrate(pool)
  const textType = 25
  const odd = new Pool({
    connectionString: url,
    types: { getTypeParser: (type) => (text: string) => (type === textType ? text : { text }) },
  })
  onTestFinished(() => odd.end())

  const status = await shopMigrator(shopFiles).check(odd)

  expect(status).toMatchObject({ state: 'current', applied })
})

function withCredentials(url: string, role: string, password: string): string {
  const address = new URL(url)
  address.username = role
  address.password = password
  return address.href
}
