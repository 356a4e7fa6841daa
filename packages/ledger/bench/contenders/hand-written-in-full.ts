import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Database } from '../bench-server.ts'
import type { Transfer } from './hand-written.ts'
import { schemaInFull } from './schema-in-full.ts'

/**
 * The ledger that a careful Node developer writes by hand who is asked for the features of ours: accounts by code in books, with
 * status, limits and what is held; a journal that says all that was asked under its key; entries by side with both balances
 * after them; the order of a feed. What is recorded stays, and a journal balances in each currency, by triggers as the manual
 * of PostgreSQL shows them. The same seven round trips as `hand-written.ts`.
 *
 * It is still less than ours: nothing refuses totals that entries do not add up to, and a balance of the past is a walk.
 */
export async function setUpHandWrittenInFull(database: Database, accounts: number): Promise<void> {
  const pool = database.pool(1)
  await pool.query(schemaInFull)
  await pool.query(
    `INSERT INTO account (book, code, type, currency)
     SELECT 'main', 'account:' || n, 'asset', 'ZAR' FROM generate_series(0, $1::integer - 1) AS n`,
    [accounts],
  )
  await pool.query('VACUUM ANALYZE')
}

interface AccountRow {
  readonly id: string
  readonly code: string
  readonly currency: string
  readonly status: string
  readonly floor: string | null
  readonly posted: string
  readonly held: string
  readonly version: string
}

export function handWrittenInFull(pool: Pool): Transfer {
  let used = 0
  const run = randomUUID()
  return async (from, to) => {
    used += 1
    const key = `transfer:${run}:${used}`
    const lines = [
      { account: `account:${from}`, side: 'debit', amount: '1' },
      { account: `account:${to}`, side: 'credit', amount: '1' },
    ] as const
    const metadata = { order: 42, channel: 'web' }
    const request = { kind: 'transfer', description: 'A transfer', metadata, currency: 'ZAR', lines }
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query<AccountRow>(
        `SELECT id, code, currency, status, floor, posted, held, version
         FROM account
         WHERE book = $1 AND code = ANY ($2)
         ORDER BY id
         FOR UPDATE`,
        ['main', lines.map(({ account }) => account)],
      )
      const after = lines.map(({ account, side, amount }, i) => {
        const row = rows.find(({ code }) => code === account)
        if (row === undefined || row.status !== 'open' || row.currency !== request.currency)
          throw new Error(`Account ${account} takes no entry.`)
        const posted = BigInt(row.posted) + (side === 'debit' ? BigInt(amount) : -BigInt(amount))
        if (row.floor !== null && posted - BigInt(row.held) < BigInt(row.floor))
          throw new Error('Too little.')
        return {
          id: row.id,
          version: BigInt(row.version) + 1n,
          line: i + 1,
          side,
          amount,
          posted,
          held: row.held,
        }
      })
      const journal = randomUUID()
      await client.query(
        `INSERT INTO journal (id, book, key, request, kind, description, metadata)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [journal, 'main', key, JSON.stringify(request), request.kind, request.description, metadata],
      )
      await client.query(
        `INSERT INTO entry (journal_id, account_id, version, line, side, amount, posted, held)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8), ($1, $9, $10, $11, $12, $13, $14, $15)`,
        [
          journal,
          ...after.flatMap((entry) => [
            entry.id,
            entry.version,
            entry.line,
            entry.side,
            entry.amount,
            entry.posted,
            entry.held,
          ]),
        ],
      )
      for (const { id, posted, version } of after) {
        await client.query('UPDATE account SET posted = $2, version = $3, changed_at = now() WHERE id = $1', [
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
