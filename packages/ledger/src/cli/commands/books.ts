import type { Pool } from 'pg'
import type { Book } from '../../ledger/book.ts'
import { createLedger } from '../../ledger/create-ledger.ts'
import { fromPgPool } from '../../postgres/from-pg.ts'
import { readRows } from '../../postgres/sql-connection.ts'
import { Amounts } from '../amounts.ts'
import type { Answer } from '../answer.ts'
import type { Arguments } from '../arguments.ts'
import { withBooks } from '../with-books.ts'

/** One book to be read, and how its amounts are written. */
export interface OpenBook {
  readonly book: Book
  readonly amounts: Amounts
}

/** Runs `work` on the book that is asked for; `main` when none is. */
export function withBook(
  { options }: Arguments,
  environment: NodeJS.ProcessEnv,
  work: (open: OpenBook) => Promise<Answer>,
): Promise<Answer> {
  const { book: name = 'main' } = options
  return withBooks(environment, async (pool) => {
    const ledger = createLedger({ pool })
    try {
      return await work({ book: ledger.book(name), amounts: await readAmounts(pool, name) })
    } finally {
      await ledger.close()
    }
  })
}

/** The digits of each currency as the book's own accounts have them: this program knows nobody's custom assets. */
async function readAmounts(pool: Pool, book: string): Promise<Amounts> {
  const scales = await fromPgPool(pool).withConnection((connection) =>
    readRows<[string, number]>(connection, readScales, [book]),
  )
  return new Amounts(new Map(scales))
}

const readScales = `
SELECT DISTINCT json_build_array(account.currency, account.scale)::text AS row
FROM ledger.account
JOIN ledger.book
  ON book.id = account.book_id
WHERE book.code = $1::text`
