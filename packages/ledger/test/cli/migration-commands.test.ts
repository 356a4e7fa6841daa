import { freshDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { fileName, ledgerMigrator, migrations } from '../../src/migrations/index.ts'
import { evenkeelLedger } from './command.ts'

const version = migrations.length

it('migrates: the result on stdout, each file on stderr, and nothing to do the second time', async () => {
  const { url } = await freshDatabase()

  const first = await evenkeelLedger(['migrate'], { DATABASE_URL: url })
  const second = await evenkeelLedger(['migrate'], { DATABASE_URL: url })

  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(`^ledger is now at number ${version}: applied 0001_books.sql.*\n$`),
    stderr: expect.stringMatching(/^applied 0001_books\.sql in \d+ ms\n/),
  })
  expect(second).toEqual({ code: 0, stdout: `ledger is up to date at number ${version}\n`, stderr: '' })
})

it('checks: 5 while files are pending, 0 when there are none', async () => {
  const { url, pool } = await freshDatabase()

  const before = await evenkeelLedger(['check'], { DATABASE_URL: url })
  await ledgerMigrator.migrate(pool)
  const after = await evenkeelLedger(['check'], { DATABASE_URL: url })

  const pending = migrations.map((migration) => fileName(migration)).join(', ')
  expect(before).toEqual({ code: 5, stdout: `ledger is at number 0; pending: ${pending}\n`, stderr: '' })
  expect(after).toEqual({ code: 0, stdout: `ledger is up to date at number ${version}\n`, stderr: '' })
})

it('prints the plan, from the database or without one', async () => {
  const { url } = await freshDatabase()

  const asked = await evenkeelLedger(['plan'], { DATABASE_URL: url })
  const offline = await evenkeelLedger(['plan', '--from', '1'])

  expect(asked).toEqual({ code: 0, stdout: ledgerMigrator.planFrom(1), stderr: '' })
  expect(offline).toEqual(asked)
})

it('answers programs with one object, and errors too', async () => {
  const { url } = await freshDatabase()

  const migrated = await evenkeelLedger(['migrate', '--json'], { DATABASE_URL: url })
  const checked = await evenkeelLedger(['check', '--json'], { DATABASE_URL: url })
  const planned = await evenkeelLedger(['plan', '--json'], { DATABASE_URL: url })
  const refused = await evenkeelLedger(['bogus', '--json'])

  expect(JSON.parse(migrated.stdout)).toMatchObject({
    schema: 'ledger',
    version,
    applied: migrations.map(({ id, name }) => ({ id, name })),
  })
  expect(JSON.parse(checked.stdout)).toMatchObject({ state: 'current', version, pending: [] })
  expect(JSON.parse(planned.stdout)).toMatchObject({
    schema: 'ledger',
    sql: expect.stringContaining('up to date'),
  })
  expect(migrated.stderr + checked.stderr + planned.stderr).toBe('')
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(JSON.parse(refused.stderr)).toMatchObject({ error: 'UsageError' })
})

it.each([
  ['a changed file', 'migration_changed', `UPDATE ledger.migration SET sha256 = repeat('0', 64)`],
  [
    'a newer database',
    'database_newer',
    `INSERT INTO ledger.migration (id, name, sha256, package_version) VALUES (${version + 1}, 'later', repeat('0', 64), '9.0.0')`,
  ],
  ['a history with a hole', 'history_broken', 'UPDATE ledger.migration SET id = id + 100'],
])('refuses %s with 5, whatever the command', async (_, code, change) => {
  const { url, pool } = await freshDatabase()
  await ledgerMigrator.migrate(pool)
  await pool.query(change)

  const outcomes = await Promise.all(
    ['migrate', 'plan', 'check'].map((command) => evenkeelLedger([command, '--json'], { DATABASE_URL: url })),
  )

  for (const { code: exitCode, stdout, stderr } of outcomes) {
    expect(exitCode).toBe(5)
    expect(stdout + stderr).toContain(`"code":"${code}"`)
  }
})

it('prefers EVENKEEL_DATABASE_URL, because migrations may need other rights', async () => {
  const { url } = await freshDatabase()

  const { code } = await evenkeelLedger(['migrate'], {
    DATABASE_URL: 'postgres://127.0.0.1:1/nowhere',
    EVENKEEL_DATABASE_URL: url,
  })

  expect(code).toBe(0)
})

it.each([
  ['no server', 'postgres://ann:s3cret@127.0.0.1:1/nowhere', 4],
  ['an address that is none', 'postgres://ann:s3cret@[nowhere/x', 2],
])('fails on %s, and does not print the password', async (_, url, exitCode) => {
  const { code, stdout, stderr } = await evenkeelLedger(['check'], { DATABASE_URL: url })

  expect(code).toBe(exitCode)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^evenkeel-ledger: .+\n/)
  expect(stderr).not.toContain('s3cret')
})

it('ends with 4 when the server does not know the database', async () => {
  const { url } = await freshDatabase()

  const { code, stderr } = await evenkeelLedger(['check'], { DATABASE_URL: `${url}_nowhere` })

  expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('does not exist') })
})
