import { useDatabase } from '@evenkeel/test-support'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { actAs } from '../../src/database/act.ts'
import { openDatabase } from '../../src/database/database.ts'
import { openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url, connect } = await useDatabase(walletSchema)

/** Tables that no person changes by what they decide. Another one needs a reason here, or a trigger. */
const unaudited = {
  audit_record: 'is the trail',
  migration: 'is the history of the schema, written by the runner alone',
  request_key: 'remembers answers; what they tell of is audited itself',
  request_count: 'is counted at every request and worth nothing after a minute',
  webhook_refusal: 'is counted at every forgery, and must cost no more than that',
}

/** Columns whose values the trail never shows. Whoever adds one here has thought about it. */
const hidden = [
  'bank_account.number_mark',
  'bank_account.sealed_number',
  'password.hash',
  'password_reset.hash',
  'recovery_code.hash',
  'refresh_token.child_nonce',
  'refresh_token.hash',
  'registration.hash',
  'step_up.payload_hash',
  'totp.sealed_seed',
  'webhook.sealed_body',
  'withdrawal.destination_mark',
  'withdrawal.sealed_destination',
]

async function trail(table: string): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query('SELECT * FROM wallet.audit_record WHERE table_name = $1 ORDER BY id', [
    table,
  ])
  return rows
}

it('has a trigger that is on for every table, or a reason why not', async () => {
  const { rows } = await pool.query(`
    SELECT relname AS name,
           EXISTS (
             SELECT
             FROM pg_trigger
             WHERE tgrelid = pg_class.oid
               AND tgfoid = 'wallet.record_change'::regproc
               AND tgenabled IN ('O', 'A')
               AND tgtype = 29
           ) AS "isAudited",
           EXISTS (
             SELECT
             FROM pg_trigger
             WHERE tgrelid = pg_class.oid AND tgenabled IN ('O', 'A') AND tgtype & 32 = 32
           ) AS "cannotBeTruncated"
    FROM pg_class
    WHERE relnamespace = 'wallet'::regnamespace AND relkind IN ('r', 'p')
    ORDER BY relname`)

  const without = rows.filter(({ isAudited }) => !isAudited).map(({ name }) => name)
  const truncatable = rows.filter((row) => row.isAudited && !row.cannotBeTruncated).map(({ name }) => name)

  expect(without).toEqual(Object.keys(unaudited).sort())
  expect(truncatable).toEqual([])
  expect(rows.length).toBeGreaterThan(10)
})

it('shows every column but those that are secret', async () => {
  const { rows } = await pool.query(`
    SELECT relname || '.' || attname AS name, coalesce(col_description(attrelid, attnum), '') AS comment
    FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_attribute ON attrelid = tgrelid AND attnum > 0 AND NOT attisdropped
    WHERE tgfoid = 'wallet.record_change'::regproc
      AND NOT attname = ANY (string_to_array(encode(tgargs, 'escape'), '\\000'))
    ORDER BY name`)
  const marked = await pool.query(`
    SELECT relname || '.' || attname AS name
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'wallet'::regnamespace AND col_description(attrelid, attnum) LIKE 'Secret.%'
    ORDER BY name`)

  expect(rows.map(({ name }) => name)).toEqual(hidden)
  expect(rows.every(({ comment }) => comment.startsWith('Secret.'))).toBe(true)
  expect(marked.rows.map(({ name }) => name)).toEqual(hidden)
})

it('knows who changed what, from what to what, and for which request', async () => {
  const staff = person({ roles: ['admin'] })
  const { app, database } = await openApp({ DATABASE_URL: url }, { identify: believing({ staff }) })
  app.post('/rename', { config: { access: 'role:grant' } }, async () => {
    await database.db.transaction().execute(async (trx) => {
      await sql`UPDATE wallet.tenant SET name = 'Acme' WHERE id = 1`.execute(trx)
    })
    return 'renamed'
  })

  const answer = await app.inject({
    method: 'POST',
    url: '/rename',
    payload: { some: 'body' },
    headers: { 'x-person': 'staff', 'x-request-id': 'request-7' },
  })

  expect(answer.statusCode).toBe(200)
  expect((await trail('tenant')).at(-1)).toMatchObject({
    tenant_id: 1,
    row_id: '1',
    operation: 'update',
    old_values: { id: 1, code: 'default', name: 'Default' },
    new_values: { id: 1, code: 'default', name: 'Acme' },
    difference: { name: { old: 'Default', new: 'Acme' } },
    actor: `user:${staff.userId}`,
    request_id: 'request-7',
  })
})

it('does not hand the name of one request to the next on the same connection', async () => {
  const { app, database } = await openApp({ DATABASE_URL: url, EVENKEEL_DATABASE_POOL_SIZE: '1' })
  app.post('/insert/:code', { config: { access: 'public' } }, async ({ url: path }) => {
    await database.db.transaction().execute(async (trx) => {
      await sql`INSERT INTO wallet.tenant (code, name) VALUES (${path.slice(8)}, 'x')`.execute(trx)
    })
    return 'done'
  })
  const insert = (id: string): Promise<unknown> =>
    app.inject({ method: 'POST', url: `/insert/${id}`, headers: { 'x-request-id': id } })

  await Promise.all(['a1', 'a2', 'a3', 'a4'].map(insert))
  await sql`UPDATE wallet.tenant SET name = 'y' WHERE code = 'a1'`.execute(database.db)

  const records = (await trail('tenant')).filter(({ new_values: row }) => /^a\d$/.test(Object(row).code))
  const who = records.map(({ new_values: row, request_id: id, actor }) => [Object(row).code, id, actor])
  expect(who.slice(0, 4).sort()).toEqual(['a1', 'a2', 'a3', 'a4'].map((code) => [code, code, 'anonymous']))
  expect(who[4]).toEqual(['a1', null, expect.stringMatching(/^database:/)])
})

it('records the job that wrote', async () => {
  const { config, logger } = await openApp({ DATABASE_URL: url })
  const database = openDatabase(config, logger)

  await actAs({ actor: 'job:clean-up' }, () =>
    database.db.transaction().execute(async (trx) => {
      await sql`INSERT INTO wallet.tenant (code, name) VALUES ('job', 'Job')`.execute(trx)
    }),
  )
  await database.close()

  expect((await trail('tenant')).at(-1)).toMatchObject({ actor: 'job:clean-up', request_id: null })
})

it('tells that a secret changed and never what it is', async () => {
  const secret = '$argon2id$v=19$m=19456,t=2,p=1$canary$canary'
  const { rows } = await pool.query(
    "INSERT INTO wallet.user (tenant_id, mail, name) VALUES (1, 'audit@example.com', 'Ann') RETURNING id",
  )
  const id = rows[0].id

  await pool.query('INSERT INTO wallet.password VALUES ($1, 1, $2, now())', [id, secret])
  await pool.query('UPDATE wallet.password SET hash = $2 WHERE user_id = $1', [id, `${secret}2`])
  await pool.query(
    "INSERT INTO wallet.password_reset VALUES (sha256('canary'), 1, $1, now(), now() + interval '1 hour', NULL)",
    [id],
  )

  const [inserted, updated] = await trail('password')
  expect(inserted).toMatchObject({
    row_id: id,
    old_values: null,
    new_values: { hash: '(hidden)', user_id: id },
  })
  expect(updated?.['difference']).toEqual({ hash: { old: '(hidden)', new: '(hidden)' } })
  expect((await trail('password_reset'))[0]).toMatchObject({ row_id: '(hidden)', tenant_id: 1 })
  const { rows: all } = await pool.query('SELECT record::text FROM wallet.audit_record AS record')
  expect(JSON.stringify(all)).not.toMatch(/canary|argon2/)
})

it('records nothing where nothing changed, and nothing of what was rolled back', async () => {
  const client = await connect()
  const before = (await trail('tenant')).length

  await client.query('UPDATE wallet.tenant SET name = name')
  await client.query('BEGIN')
  await client.query("UPDATE wallet.tenant SET name = 'undone'")
  await client.query('ROLLBACK')

  expect(await trail('tenant')).toHaveLength(before)
})

it('cannot be changed, emptied or written to by hand as the role of the service', async () => {
  const client = await connect()
  await client.query(`
    CREATE ROLE wallet_service_test NOLOGIN;
    GRANT USAGE ON SCHEMA wallet TO wallet_service_test;
    GRANT SELECT, INSERT, UPDATE, DELETE ON wallet.tenant TO wallet_service_test;
    GRANT SELECT ON wallet.audit_record TO wallet_service_test`)
  const before = (await trail('tenant')).length
  try {
    await client.query('SET ROLE wallet_service_test')
    await client.query("INSERT INTO wallet.tenant (code, name) VALUES ('granted', 'Granted')")
    await expect(
      client.query(
        "INSERT INTO wallet.audit_record (table_name, row_id, operation, difference, actor) VALUES ('x', 'x', 'insert', '{}', 'me')",
      ),
    ).rejects.toThrow('permission denied')
  } finally {
    await client.query('RESET ROLE')
    await client.query('DROP OWNED BY wallet_service_test; DROP ROLE wallet_service_test')
  }

  expect(await trail('tenant')).toHaveLength(before + 1)
})

it.for([
  'UPDATE wallet.audit_record SET actor = actor',
  'DELETE FROM wallet.audit_record',
  'TRUNCATE wallet.audit_record',
])('refuses its owner as well: %s', async (statement) => {
  await expect(pool.query(statement)).rejects.toMatchObject({ constraint: 'guard_audit_record' })
})

it.for(['tenant', 'user', 'role'])(
  'never lets a row of %s be removed, except under a legal erasure',
  async (table) => {
    const client = await connect()
    await client.query('BEGIN')
    const refused = await client.query(`SAVEPOINT here; DELETE FROM wallet.${table}`).catch((error) => error)
    await client.query('ROLLBACK TO here')
    const emptied = await client.query(`TRUNCATE wallet.${table} CASCADE`).catch((error) => error)
    await client.query('ROLLBACK')

    expect(refused).toMatchObject({ constraint: 'refuse_removal' })
    expect(emptied).toMatchObject({ constraint: 'refuse_removal' })
  },
)

it('erases by law what a row held, row and trail, and keeps that it was and under which case', async () => {
  const client = await connect()
  await client.query("INSERT INTO wallet.user (tenant_id, mail, name) VALUES (1, 'gone@example.com', 'Gone')")
  const id = (await client.query("SELECT id FROM wallet.user WHERE mail = 'gone@example.com'")).rows[0].id

  await client.query('BEGIN')
  await client.query("SELECT set_config('evenkeel.erasure', 'case 17', true)")
  await client.query('DELETE FROM wallet.user WHERE id = $1', [id])
  await client.query(
    `UPDATE wallet.audit_record
     SET old_values = NULL, new_values = NULL, difference = '{}', erasure = 'case 17'
     WHERE table_name = 'user' AND row_id = $1`,
    [id],
  )
  await client.query('COMMIT')
  const later = client.query("UPDATE wallet.audit_record SET actor = 'me' WHERE row_id = $1", [id])

  await expect(later).rejects.toMatchObject({ constraint: 'guard_audit_record' })
  const records = (await trail('user')).filter(({ row_id: rowId }) => rowId === id)
  expect(records.map(({ operation, erasure, difference }) => [operation, erasure, difference])).toEqual([
    ['insert', 'case 17', {}],
    ['delete', 'case 17', {}],
  ])
  expect(JSON.stringify(records)).not.toContain('gone@example.com')
})
