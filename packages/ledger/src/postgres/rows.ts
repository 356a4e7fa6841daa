import type { Account, AccountStatus, AccountType, Side } from '../accounts/account.ts'
import type { Balance } from '../accounts/balance.ts'
import type { Metadata } from '../books/fields.ts'
import { inCanonicalOrder } from '../canonical-json.ts'
import type { Hold, HoldStatus } from '../holds/hold.ts'
import type { AccountId, HoldId, JournalId } from '../ids.ts'
import { toInstant } from '../instant.ts'
import type { Entry, Journal } from '../journals/journal.ts'
import { type Money, unchecked } from '../money/money.ts'

// The one place where rows become values. Each SQL fragment stands beside the type of what it makes and the function
// that reads it: the three change together or not at all.

/**
 * A moment as text in UTC. JSON would write it with the offset of the session's time zone, and those of long ago have
 * seconds (+05:53:28), which neither RFC 3339 nor `Date` can read.
 */
export function utc(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The account of an entry or a hold, looked up by itself; `claim-and-lock.ts` tells why rows are looked up like this. */
export function accountOf(table: 'entry' | 'hold'): string {
  return `(
      SELECT owner.code, owner.currency, owner.changed_at
      FROM ledger.account AS owner
      WHERE owner.book_id = ${table}.book_id
        AND owner.id = ${table}.account_id
      LIMIT 1
    )`
}

export const accountRow = `json_build_object(
    'id', account.id,
    'code', account.code,
    'type', account.type,
    'currency', account.currency,
    'scale', account.scale,
    'floor', account.floor::text,
    'ceiling', account.ceiling::text,
    'posted', account.posted::text,
    'held', account.held::text,
    'version', account.version,
    'entry_count', account.entry_count,
    'status', account.status,
    'metadata', account.metadata,
    'opened_at', ${utc('account.opened_at')},
    'changed_at', ${utc('account.changed_at')}
  )`

export interface AccountRow {
  readonly id: AccountId
  readonly code: string
  readonly type: AccountType
  readonly currency: string
  readonly scale: number
  readonly floor: string | null
  readonly ceiling: string | null
  readonly posted: string
  readonly held: string
  readonly version: number
  readonly entry_count: number
  readonly status: AccountStatus
  readonly metadata: Metadata
  readonly opened_at: string
  readonly changed_at: string
}

export function toAccount(book: string, row: AccountRow): Account {
  const { id, code, type, currency, scale, version, status, metadata } = row
  return {
    id,
    book,
    code,
    type,
    currency,
    scale,
    floor: row.floor === null ? null : BigInt(row.floor),
    ceiling: row.ceiling === null ? null : BigInt(row.ceiling),
    metadata,
    status,
    posted: BigInt(row.posted),
    held: BigInt(row.held),
    version,
    entryCount: row.entry_count,
    openedAt: toInstant(row.opened_at),
    changedAt: toInstant(row.changed_at),
  }
}

export const holdRow = `json_build_object(
    'id', hold.id,
    'key', hold.key,
    'account', account.code,
    'currency', account.currency,
    'amount', hold.amount::text,
    'captured', hold.captured::text,
    'status', hold.status,
    'expires_at', ${utc('hold.expires_at')},
    'kind', hold.kind,
    'description', hold.description,
    'metadata', hold.metadata,
    'placed_at', ${utc('hold.placed_at')},
    'ended_at', ${utc('hold.ended_at')}
  )`

export interface HoldRow {
  readonly id: HoldId
  readonly key: string
  readonly account: string
  readonly currency: string
  readonly amount: string
  readonly captured: string
  readonly status: HoldStatus
  readonly expires_at: string | null
  readonly kind: string
  readonly description: string | null
  readonly metadata: Metadata
  readonly placed_at: string
  readonly ended_at: string | null
}

export function toHold(book: string, row: HoldRow): Hold {
  const { id, key, account, currency, status, kind, description, metadata } = row
  return {
    id,
    book,
    key,
    account,
    amount: unchecked(BigInt(row.amount), currency),
    captured: unchecked(BigInt(row.captured), currency),
    status,
    expiresAt: row.expires_at === null ? null : toInstant(row.expires_at),
    kind,
    description,
    metadata,
    placedAt: toInstant(row.placed_at),
    endedAt: row.ended_at === null ? null : toInstant(row.ended_at),
  }
}

/** What stands above the entries of a journal, as members of a JSON object. */
export const journalHeading = `'id', journal.id,
    'key', journal.key,
    'kind', journal.kind,
    'description', journal.description,
    'reference', journal.reference,
    'effective_at', ${utc('journal.effective_at')},
    'recorded_at', ${utc('journal.recorded_at')},
    'metadata', journal.metadata,
    'reverses', journal.reverses,
    'captures', journal.captures`

export interface JournalHeadingRow {
  readonly id: JournalId
  readonly key: string
  readonly kind: string
  readonly description: string | null
  readonly reference: string | null
  readonly effective_at: string
  readonly recorded_at: string
  readonly metadata: Metadata
  readonly reverses: JournalId | null
  readonly captures: HoldId | null
}

export const journalRow = `json_build_object(
    ${journalHeading},
    'entries', (
      SELECT json_agg(
        json_build_object(
          'account', account.code,
          'currency', account.currency,
          'side', entry.side,
          'amount', entry.amount::text,
          'posted', entry.posted::text,
          'held', entry.held::text,
          'version', entry.version
        )
        ORDER BY entry.line
      )
      FROM ledger.entry
      CROSS JOIN LATERAL ${accountOf('entry')} AS account
      WHERE entry.journal_id = journal.id
    )
  )`

export interface JournalRow extends JournalHeadingRow {
  readonly entries: readonly EntryRow[]
}

interface EntryRow extends BalanceRow {
  readonly side: Side
  readonly amount: string
}

export function toJournal(book: string, row: JournalRow): Journal {
  const { id, key, kind, description, reference, metadata, reverses, captures } = row
  return {
    id,
    book,
    key,
    kind,
    description,
    reference,
    effectiveAt: toInstant(row.effective_at),
    recordedAt: toInstant(row.recorded_at),
    metadata: inCanonicalOrder(metadata),
    reverses,
    captures,
    entries: row.entries.map(toEntry),
  }
}

function toEntry(row: EntryRow): Entry {
  const { account, side, amount, currency } = row
  return { account, side, amount: unchecked(BigInt(amount), currency), after: toBalance(row) }
}

/** What an account held right after an entry or a hold event. */
export interface BalanceRow {
  readonly account: string
  readonly currency: string
  readonly posted: string
  readonly held: string
  readonly version: number
}

export function toBalance({ account, currency, posted, held, version }: BalanceRow): Balance {
  const inCurrency = (minor: bigint): Money => unchecked(minor, currency)
  const [p, h] = [BigInt(posted), BigInt(held)]
  return { account, posted: inCurrency(p), held: inCurrency(h), usable: inCurrency(p - h), version }
}
