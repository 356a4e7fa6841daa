import { freshDatabase, useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { createRoles } from '../postgres/support/roles.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { evenkeelLedger } from './command.ts'

interface Examined {
  readonly code: number
  /** What is wrong with the schema or the role: the servers of tests are not durable, which is said elsewhere. */
  readonly wrong: readonly { readonly what: string; readonly fix: string }[]
}

async function examine(url: string, ...words: string[]): Promise<Examined> {
  const { code, stdout } = await evenkeelLedger(['doctor', '--json', ...words], { DATABASE_URL: url })
  const { complaints } = JSON.parse(stdout)
  return {
    code,
    wrong: complaints.filter(
      ({ what }: { what: string }) => !/^(fsync|full_page|synchronous|data_check)/.test(what),
    ),
  }
}

it('has nothing to say against the schema as the migrations make it, nor against the roles of roles.sql', async () => {
  const database = await freshDatabase(ledgerSchema)
  const { application, drop } = await createRoles(database)
  const { rows } = await application.query('SELECT current_user AS name')

  const { wrong } = await examine(database.url, '--role', rows[0].name)
  await drop()

  expect(wrong).toEqual([])
})

it.each([
  [
    'trigger entry_balances on entry is switched off',
    'ALTER TABLE ledger.entry DISABLE TRIGGER entry_balances',
    'ALTER TABLE ledger.entry ENABLE TRIGGER entry_balances;',
  ],
  [
    'trigger journal_is_for_ever on journal is missing',
    'DROP TRIGGER journal_is_for_ever ON ledger.journal',
    'CREATE OR REPLACE TRIGGER journal_is_for_ever BEFORE',
  ],
  [
    'constraint account_floor_kept on account is missing',
    'ALTER TABLE ledger.account DROP CONSTRAINT account_floor_kept',
    'ADD CONSTRAINT account_floor_kept CHECK',
  ],
  [
    'index journal_reverses_key is missing',
    'DROP INDEX ledger.journal_reverses_key',
    'CREATE UNIQUE INDEX journal_reverses_key',
  ],
  [
    'function refuse_change() is another than the migrations make',
    'CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    'SET search_path',
  ],
  [
    'column key.outcome is another than the migrations make',
    `ALTER TABLE ledger.key ALTER COLUMN outcome SET DEFAULT '{}'`,
    'ADD COLUMN outcome text;',
  ],
  [
    'trigger quiet on entry is not from the migrations',
    'CREATE TRIGGER quiet BEFORE INSERT ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()',
    'Keep what is yours',
  ],
  ['everybody has SELECT on ledger.entry', 'GRANT SELECT ON ledger.entry TO PUBLIC', 'REVOKE SELECT'],
])('finds that %s, and says what mends it', async (what, change, fix) => {
  const { url, pool } = await freshDatabase(ledgerSchema)
  await pool.query(change)

  const { code, wrong } = await examine(url)

  expect(code).toBe(1)
  expect(wrong).toContainEqual(expect.objectContaining({ what, fix: expect.stringContaining(fix) }))
})

it('finds a role that could write what is recorded for ever', async () => {
  const database = await freshDatabase(ledgerSchema)
  const { application, drop } = await createRoles(database)
  const { rows } = await application.query('SELECT current_user AS name')
  await database.pool.query(`GRANT UPDATE ON ledger.entry TO "${rows[0].name}"`)

  const { wrong } = await examine(database.url, '--role', rows[0].name)
  await drop()

  expect(wrong).toEqual([
    {
      weight: 'wrong',
      what: `role ${rows[0].name} has UPDATE on ledger.entry`,
      fix: `REVOKE UPDATE ON ledger.entry FROM "${rows[0].name}";`,
    },
  ])
})

it('finds that a superuser is bound by nothing', async () => {
  const { url } = await useDatabase(ledgerSchema)

  const { wrong } = await examine(url)

  expect(wrong).toContainEqual(
    expect.objectContaining({
      what: expect.stringContaining('is a superuser: no trigger or grant binds it'),
    }),
  )
})
