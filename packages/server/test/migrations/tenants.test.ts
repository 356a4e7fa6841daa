import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool } = await useDatabase(walletSchema)

/**
 * What belongs to no tenant: the tenants, the roles there are, the history of the schema, and the audit trail, which
 * names the tenant of each row it tells of and refers to nothing, so that it outlives all of them.
 */
const shared = ['audit_record', 'migration', 'role', 'tenant']

it('gives every row its tenant, and lets none refer to a row of another', async () => {
  const { rows } = await pool.query(`
    SELECT c.relname AS name
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'wallet'::regnamespace
    AND    c.relkind = 'r'
    AND    c.relpersistence = 'p'
    AND    NOT EXISTS (
      SELECT 1
      FROM   pg_constraint AS k
      JOIN   pg_attribute  AS a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      WHERE  k.conrelid = c.oid
      AND    k.contype = 'f'
      AND    a.attname = 'tenant_id'
      AND    a.attnotnull
    )
    ORDER  BY c.relname
  `)

  expect(rows.map(({ name }) => name)).toEqual(shared)
})

it('refuses a session of a user in a tenant that is not the user’s', async () => {
  await pool.query("INSERT INTO wallet.tenant (code, name) VALUES ('other', 'Other')")
  const { rows } = await pool.query(
    "INSERT INTO wallet.user (tenant_id, mail, name) VALUES (1, 'a@example.com', 'A') RETURNING id",
  )

  const foreign = pool.query(
    `INSERT INTO wallet.session (tenant_id, user_id, created_at, refreshed_at, ends_at, client_ip, user_agent)
     VALUES (2, $1, now(), now(), now() + interval '1 day', '127.0.0.1', '')`,
    [rows[0].id],
  )

  await expect(foreign).rejects.toThrow('session_user_fkey')
})
