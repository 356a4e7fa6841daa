import type { Reader, StoredAccount, StoredHold } from '../engine/reader.ts'
import type { HoldId, JournalId } from '../ids.ts'
import { toInstant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import { readBookIds } from './find-books.ts'
import { readJournals, readReversal } from './load-journals.ts'
import { ofAccount } from './of-account.ts'
import { type HoldRow, holdRow, toHold, utc } from './rows.ts'
import { lookUpRows, readRows, type SqlConnection } from './sql-connection.ts'
import { notBefore, type StoredAccountRow, storedAccount, toStoredAccount } from './stored-account-row.ts'

/** Reads books without locking anything. Each answer comes from one statement, so it is of one moment. */
export class PostgresReader implements Reader {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  async account(book: string, code: string): Promise<StoredAccount | undefined> {
    const [row] = await lookUpRows<StoredAccountRow>(this.#connection, accountWithHolds, [book, code])
    return row && toStoredAccount(book, row)
  }

  async hold(book: string, id: HoldId): Promise<StoredHold | undefined> {
    const [row] = await readRows<HoldWithAccount>(this.#connection, holdWithAccount, [book, id])
    return row && { hold: toHold(book, row.hold), at: notBefore(toInstant(row.changed_at), row.now) }
  }

  async reversalOf(book: string, id: JournalId): Promise<Journal | undefined> {
    const bookId = await this.#bookId(book)
    return bookId === undefined ? undefined : readReversal(this.#connection, book, bookId, id)
  }

  async journal(book: string, id: JournalId): Promise<Journal | undefined> {
    const bookId = await this.#bookId(book)
    return bookId === undefined ? undefined : (await readJournals(this.#connection, book, bookId, [id]))[0]
  }

  async #bookId(book: string): Promise<number | undefined> {
    return (await readBookIds(this.#connection, [book])).get(book)
  }
}

const accountWithHolds = `
SELECT json_build_object(
  ${storedAccount}
)::text AS row${ofAccount()}`

interface HoldWithAccount {
  readonly hold: HoldRow
  readonly changed_at: string
  readonly now: string
}

const holdWithAccount = `
SELECT json_build_object(
  'hold', ${holdRow},
  'changed_at', ${utc('account.changed_at')},
  'now', ${utc('clock_timestamp()')}
)::text AS row
FROM ledger.hold
JOIN ledger.account
  ON account.book_id = hold.book_id
 AND account.id = hold.account_id
JOIN ledger.book
  ON book.id = hold.book_id
WHERE book.code = $1::text
  AND hold.id = $2::text::uuid`
