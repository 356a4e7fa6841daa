import type { StoredAccount } from '../engine/reader.ts'
import { type Instant, latest, toInstant } from '../instant.ts'
import { type AccountRow, accountRow, type HoldRow, holdRow, toAccount, toHold, utc } from './rows.ts'

/**
 * An account with its open holds and the instant at which they are read, as members of a JSON object. The order of the
 * look-up is that of the index of open holds, for the reason that `of-account.ts` gives.
 */
export const storedAccount = `'account', ${accountRow},
  'open_holds', (
    SELECT coalesce(json_agg(${holdRow} ORDER BY hold.placed_at, hold.id), '[]')
    FROM (
      SELECT open.*
      FROM ledger.hold AS open
      WHERE open.account_id BETWEEN account.id AND account.id
        AND open.status = 'open'
      ORDER BY open.account_id, open.expires_at
      OFFSET 0
    ) AS hold
  ),
  'now', ${utc('clock_timestamp()')}`

export interface StoredAccountRow {
  readonly account: AccountRow
  readonly open_holds: readonly HoldRow[]
  readonly now: string
}

export function toStoredAccount(book: string, row: StoredAccountRow): StoredAccount {
  const account = toAccount(book, row.account)
  const openHolds = row.open_holds.map((hold) => toHold(book, hold))
  return { account, openHolds, at: notBefore(account.changedAt, row.now) }
}

/** A clock that stepped back revives no hold: nothing is read as of before the account's last write. */
export function notBefore(changedAt: Instant, now: string): Instant {
  return latest(changedAt, toInstant(now))
}
