import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Database } from '../bench-server.ts'

/**
 * The least that is double entry at all: two balances, a transfer and its two entries in one transaction, prepared. No
 * key, no floor, no balances after, no metadata. Nobody should keep money in it; it is what the server's work is held against.
 */
export async function setUpMinimal(database: Database, accounts: number): Promise<void> {
  await database.pool(1).query(`
CREATE TABLE account (id integer PRIMARY KEY, balance bigint NOT NULL DEFAULT 0) WITH (fillfactor = 70);
CREATE TABLE transfer (id uuid PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE entry (transfer_id uuid NOT NULL, account_id integer NOT NULL, amount bigint NOT NULL);
CREATE INDEX ON entry (account_id);
INSERT INTO account (id) SELECT n FROM generate_series(0, ${accounts} - 1) AS n;
ANALYZE`)
}

export function minimal(pool: Pool): (from: number, to: number) => Promise<number> {
  return async (from, to) => {
    const client = await pool.connect()
    const run = (name: string, text: string, values: unknown[]): Promise<unknown> =>
      client.query({ name, text, values })
    const transfer = randomUUID()
    try {
      await client.query('BEGIN')
      for (const [id, by] of from < to
        ? [[from, -1] as const, [to, 1] as const]
        : [[to, 1] as const, [from, -1] as const]) {
        await run('move', 'UPDATE account SET balance = balance + $2 WHERE id = $1', [id, by])
      }
      await run('transfer', 'INSERT INTO transfer (id) VALUES ($1)', [transfer])
      await run('entries', 'INSERT INTO entry VALUES ($1, $2, -1), ($1, $3, 1)', [transfer, from, to])
      await client.query('COMMIT')
      return 1
    } finally {
      client.release()
    }
  }
}
