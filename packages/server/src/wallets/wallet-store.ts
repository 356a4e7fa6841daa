import { sql } from 'kysely'
import type { Db } from '../database/transaction.ts'

export interface WalletRow {
  readonly currency: string
  readonly posted: string
  readonly held: string
  readonly asOf: Date
}

/**
 * An owner's wallets, in one statement: the accounts of the book whose code begins as theirs does, found on the index
 * of codes. A hold whose time is over holds nothing, though nobody may have written that down yet.
 */
export async function findWallets(
  db: Db,
  { book, prefix, currency }: { book: string; prefix: string; currency?: string },
): Promise<WalletRow[]> {
  const { rows } = await sql<WalletRow>`
    SELECT   account.currency,
             account.posted::text AS posted,
             (account.held - coalesce(expired.amount, 0))::text AS held,
             now() AS "asOf"
    FROM     ledger.book
    JOIN     ledger.account ON account.book_id = book.id
    LEFT JOIN LATERAL (
      SELECT sum(hold.amount - hold.captured) AS amount
      FROM   ledger.hold
      WHERE  hold.account_id = account.id
      AND    hold.status = 'open'
      AND    hold.expires_at <= clock_timestamp()
    ) AS expired ON true
    WHERE    book.code = ${book}
    AND      account.code >= ${`${prefix}:`}
    AND      account.code < ${`${prefix};`}
    AND      (${currency ?? null}::text IS NULL OR account.currency = ${currency ?? null})
    ORDER BY account.currency
  `.execute(db)
  return rows
}
