import { freshDatabase, useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { findDrift } from '../../src/database/find-drift.ts'
import { findUnsafeSettings } from '../../src/database/find-unsafe-settings.ts'
import { schemaGuards } from '../../src/generated/schema-guards.ts'
import { startProgram } from '../support/program.ts'
import { testKeys } from '../support/test-keys.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url } = await useDatabase(walletSchema)

it('finds nothing wrong with a database that the migrations built, whatever the search path', async () => {
  const other = new Pool({ connectionString: url, options: '-c search_path=wallet,ledger,public' })
  onTestFinished(() => other.end())

  expect(await findDrift(pool)).toEqual([])
  expect(await findDrift(other)).toEqual([])
  expect(Object.keys(schemaGuards).length).toBeGreaterThan(50)
})

it.for([
  [
    'ALTER TABLE wallet.tenant DISABLE TRIGGER tenant_audit',
    'The trigger tenant_audit on wallet.tenant is turned off',
  ],
  [
    'DROP TRIGGER audit_record_guard ON wallet.audit_record',
    'The trigger audit_record_guard on wallet.audit_record is missing.',
  ],
  [
    "CREATE OR REPLACE FUNCTION wallet.record_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    'The function wallet.record_change() is turned off, or differs',
  ],
  [
    'ALTER TABLE wallet.user DROP CONSTRAINT user_mail_key',
    'The constraint user_mail_key on wallet.user is missing.',
  ],
  ['GRANT SELECT ON wallet.session TO PUBLIC', 'Everybody may SELECT wallet.session. Revoke it from PUBLIC.'],
] as const)('tells what somebody did: %s', async ([statement, sentence]) => {
  const changed = await freshDatabase(walletSchema)

  await changed.pool.query(statement)

  expect(await findDrift(changed.pool)).toEqual([expect.stringContaining(sentence)])
})

it('does not start on any of that, and says what it is', async () => {
  const changed = await freshDatabase(walletSchema)
  await changed.pool.query('ALTER TABLE wallet.user DISABLE TRIGGER ALL')

  const server = startProgram('main.ts', {
    environment: { ...testKeys, DATABASE_URL: changed.url, PORT: '0', EVENKEEL_UNSAFE_DATABASE: 'allow' },
  })

  expect(await server.ended).toBe(5)
  expect(server.output()).toContain('The trigger user_audit on wallet.user is turned off')
})

it('does not start on a PostgreSQL that may lose what it has confirmed, unless told', async () => {
  const found = await findUnsafeSettings(pool)
  const server = startProgram('main.ts', { environment: { ...testKeys, DATABASE_URL: url, PORT: '0' } })

  // A server that somebody else configured may well be a safe one.
  if (found.length === 0) {
    server.child.kill('SIGTERM')
    expect(await server.ended).not.toBe(6)
  } else {
    expect(found).toContain('fsync is off: a crash of the machine may destroy the database.')
    expect(await server.ended).toBe(6)
    expect(server.output()).toContain('EVENKEEL_UNSAFE_DATABASE=allow')
  }
})
