import type { Pool } from 'pg'
import type { Database } from '../bench-server.ts'

/**
 * What `pgbench -N` does, from Node: one small update, one look-up and one insert in a transaction. It keeps no books; it
 * is the yardstick by which numbers of two machines can be compared.
 */
export async function setUpYardstick(database: Database): Promise<void> {
  await database.pool(1).query(`
CREATE TABLE accounts (aid integer PRIMARY KEY, bid integer, abalance integer, filler char(84)) WITH (fillfactor = 100);
CREATE TABLE history (tid integer, bid integer, aid integer, delta integer, mtime timestamp, filler char(22));
INSERT INTO accounts SELECT n, 1, 0, '' FROM generate_series(1, 1000000) AS n`)
  await database.pool(1).query('VACUUM ANALYZE accounts')
}

export function yardstick(pool: Pool): () => Promise<number> {
  return async () => {
    const aid = 1 + Math.floor(Math.random() * 1_000_000)
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await client.query('UPDATE accounts SET abalance = abalance + 1 WHERE aid = $1', [aid])
      await client.query('SELECT abalance FROM accounts WHERE aid = $1', [aid])
      await client.query(
        'INSERT INTO history (tid, bid, aid, delta, mtime) VALUES (1, 1, $1, 1, CURRENT_TIMESTAMP)',
        [aid],
      )
      await client.query('COMMIT')
      return 1
    } finally {
      client.release()
    }
  }
}
