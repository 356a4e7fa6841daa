import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { type SealedColumn, sealedColumns } from '../../src/secrets/sealed-columns.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool } = await useDatabase(walletSchema)

interface BinaryColumn {
  readonly name: string
  readonly comment: string
}

/** Every column of bytes in the schema, which is where a sealed value can be. */
async function binaryColumns(): Promise<BinaryColumn[]> {
  const { rows } = await pool.query<BinaryColumn>(`
    SELECT relname || '.' || attname AS name, coalesce(col_description(attrelid, attnum), '') AS comment
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'wallet'::regnamespace
      AND relkind IN ('r', 'p')
      AND atttypid = 'bytea'::regtype
      AND NOT attisdropped
    ORDER BY name`)
  return rows
}

/** Every other one, with what it holds. Whoever adds a column of bytes says here, or in `sealedColumns`, what it is. */
const unsealed = {
  'bank_account.number_mark': 'HMAC-SHA-256; made anew with the number',
  'password_reset.hash': 'SHA-256',
  'recovery_code.hash': 'SHA-256',
  'refresh_token.child_nonce': 'random',
  'refresh_token.hash': 'SHA-256',
  'registration.hash': 'SHA-256',
  'request_key.fingerprint': 'SHA-256',
  'step_up.payload_hash': 'HMAC-SHA-256; good for five minutes',
  'webhook.digest': 'SHA-256',
  'withdrawal.destination_mark': 'HMAC-SHA-256; made anew with the destination',
}

it('lists every column that holds sealed values, and no other', async () => {
  const columns = await binaryColumns()
  const listed = Object.values(sealedColumns).map(({ table, column }) => `${table}.${column}`)

  const said = columns.filter(({ comment }) => comment.includes('AES-256-GCM')).map(({ name }) => name)

  expect(said).toEqual(listed.toSorted())
  expect(columns.map(({ name }) => name)).toEqual([...listed, ...Object.keys(unsealed)].toSorted())
})

it('names columns that are there: of each the tenant, the id that tells its rows apart, and the mark', async () => {
  for (const { table, key, boundTo = key, mark } of Object.values<SealedColumn>(sealedColumns)) {
    const { rows } = await pool.query<{ name: string }>(
      `
      SELECT attname AS name
      FROM   pg_attribute
      WHERE  attrelid = format('wallet.%I', $1::text)::regclass
      AND    attnum > 0
      `,
      [table],
    )
    const keys = await pool.query<{ key: string }>(
      "SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conrelid = format('wallet.%I', $1::text)::regclass AND contype = 'p'",
      [table],
    )

    const names = rows.map(({ name }) => name)

    expect(names).toEqual(
      expect.arrayContaining(['tenant_id', boundTo, ...(mark === undefined ? [] : [mark])]),
    )
    expect(keys.rows).toEqual([{ key: `PRIMARY KEY (${key})` }])
  }
})
