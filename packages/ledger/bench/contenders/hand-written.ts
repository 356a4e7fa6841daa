import { createHash, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Database } from '../bench-server.ts'

/**
 * The smallest ledger that a careful Node developer would trust with money: both accounts locked in order, the floor
 * checked, a unique key with the fingerprint of its request, entries with their balances after, totals on the account; one
 * transaction of seven round trips for each transfer. Nine, with a statement for each row, are slower; so this is the better rival. It has no
 * holds, codes, books or feed, and nothing but its own program keeps its journals balanced and as they were.
 */
export async function setUpHandWritten(database: Database, accounts: number): Promise<void> {
  await database.pool(1).query(`
CREATE TABLE account (
  id       integer PRIMARY KEY,
  posted   bigint  NOT NULL DEFAULT 0,
  version  bigint  NOT NULL DEFAULT 0,
  floor    bigint,
  CHECK (posted >= floor)
) WITH (fillfactor = 70);
CREATE TABLE journal (
  id          uuid        PRIMARY KEY,
  key         text        NOT NULL UNIQUE,
  fingerprint bytea       NOT NULL,
  kind        text        NOT NULL,
  description text,
  metadata    jsonb       NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE entry (
  account_id integer NOT NULL REFERENCES account,
  version    bigint  NOT NULL,
  journal_id uuid    NOT NULL REFERENCES journal,
  amount     bigint  NOT NULL,
  posted     bigint  NOT NULL,
  PRIMARY KEY (account_id, version)
);
CREATE INDEX ON entry (journal_id);
INSERT INTO account (id) SELECT n FROM generate_series(0, ${accounts} - 1) AS n;
ANALYZE`)
}

export type Transfer = (from: number, to: number) => Promise<number>

export function handWritten(pool: Pool): Transfer {
  let used = 0
  const run = randomUUID()
  return async (from, to) => {
    used += 1
    const request = { key: `transfer:${run}:${used}`, from, to, amount: 1 }
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const locked = await client.query<{ id: number; posted: string; version: string }>(
        'SELECT id, posted, version FROM account WHERE id = ANY($1::integer[]) ORDER BY id FOR UPDATE',
        [[from, to]],
      )
      const after = (id: number, amount: bigint): [bigint, bigint] => {
        const account = locked.rows.find((row) => row.id === id)
        return [BigInt(account?.posted ?? 0) + amount, BigInt(account?.version ?? 0) + 1n]
      }
      const [fromPosted, fromVersion] = after(from, -1n)
      const [toPosted, toVersion] = after(to, 1n)
      const journal = randomUUID()
      await client.query(
        'INSERT INTO journal (id, key, fingerprint, kind, description, metadata) VALUES ($1, $2, $3, $4, $5, $6)',
        [
          journal,
          request.key,
          createHash('sha256').update(JSON.stringify(request)).digest(),
          'transfer',
          'A transfer',
          { order: 42, channel: 'web' },
        ],
      )
      await client.query(
        `INSERT INTO entry (account_id, version, journal_id, amount, posted)
         VALUES ($1, $2, $3, -1, $4), ($5, $6, $3, 1, $7)`,
        [from, fromVersion, journal, fromPosted, to, toVersion, toPosted],
      )
      for (const [id, posted, version] of [
        [from, fromPosted, fromVersion],
        [to, toPosted, toVersion],
      ] as const) {
        await client.query('UPDATE account SET posted = $2, version = $3 WHERE id = $1', [
          id,
          posted,
          version,
        ])
      }
      await client.query('COMMIT')
      return 1
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }
}
