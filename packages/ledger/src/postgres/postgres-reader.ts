import type { Reader, StoredAccount, StoredHold } from '../engine/reader.ts'
import type { HoldId, JournalId } from '../ids.ts'
import { type Instant, latest, toInstant } from '../instant.ts'
import type { Journal } from '../journals/journal.ts'
import { readBookIds } from './find-books.ts'
import { readJournals, readReversal } from './load-journals.ts'
import { type AccountRow, accountRow, type HoldRow, holdRow, toAccount, toHold, utc } from './rows.ts'
import { readRows, type SqlConnection } from './sql-connection.ts'

/** Reads books without locking anything. Each answer comes from one statement, so it is of one moment. */
export class PostgresReader implements Reader {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  async account(book: string, code: string): Promise<StoredAccount | undefined> {
    const [row] = await readRows<AccountWithHolds>(this.#connection, accountWithHolds, [book, code])
    if (row === undefined) return undefined
    const account = toAccount(book, row.account)
    const openHolds = row.open_holds.map((hold) => toHold(book, hold))
    return { account, openHolds, at: notBefore(account.changedAt, row.now) }
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

/** A clock that stepped back revives no hold: nothing is read as of before the account's last write. */
function notBefore(changedAt: Instant, now: string): Instant {
  return latest(changedAt, toInstant(now))
}

interface AccountWithHolds {
  readonly account: AccountRow
  readonly open_holds: readonly HoldRow[]
  readonly now: string
}

const accountWithHolds = `
SELECT json_build_object(
  'account', ${accountRow},
  'open_holds', (
    SELECT coalesce(json_agg(${holdRow} ORDER BY hold.placed_at, hold.id), '[]')
    FROM ledger.hold
    WHERE hold.account_id = account.id
      AND hold.status = 'open'
  ),
  'now', ${utc('clock_timestamp()')}
)::text AS row
FROM ledger.account
JOIN ledger.book
  ON book.id = account.book_id
WHERE book.code = $1::text
  AND account.code = $2::text`

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
