import { z } from 'zod'
import type { Account } from '../accounts/account.ts'
import { type Balance, balanceOf } from '../accounts/balance.ts'
import { accountNotFound } from '../accounts/known-accounts.ts'
import { accountCodeField } from '../books/fields.ts'
import { parseInput } from '../books/parse-input.ts'
import type { Reader, StoredAccount } from '../engine/reader.ts'
import { InvalidInputError } from '../errors/index.ts'
import { expireHolds } from '../holds/expire-holds.ts'
import type { Instant } from '../instant.ts'
import { type Money, unchecked } from '../money/money.ts'
import { type Moment, momentFields, oneTime, versionField } from './book-moment.ts'
import type { AccountAtVersion, Readings, Totals } from './readings.ts'

/** When to look at an account: now, unless it says one of these. */
export type AsOf =
  | Moment
  | { readonly version: number; readonly recordedAt?: never; readonly effectiveAt?: never }

/** A balance as of a recorded time. */
export interface RecordedBalance extends Balance {
  readonly recordedAt: Instant
  /**
   * True when nothing can be recorded at or before that time any more. False as long as a transaction is under way that
   * may have begun before it: ask again once it is over.
   */
  readonly isFinal: boolean
}

/** A balance as of a business time. Holds have no business time, so there is posted alone. */
export interface EffectiveBalance {
  readonly account: string
  readonly posted: Money
  readonly effectiveAt: Instant
  /** The last version of the account that was looked at. */
  readonly version: number
}

export const asOfInput = z
  .strictObject({ ...momentFields, version: versionField.optional() })
  .refine(...oneTime)
  .refine(
    ({ version, recordedAt, effectiveAt }) =>
      version === undefined || (recordedAt ?? effectiveAt) === undefined,
    'Give a version or a time, not both',
  )

/** What reading one book takes. */
export interface ReadingContext {
  readonly book: string
  readonly reader: Reader
  readonly readings: Readings
}

/** The balance of an account now, or as of whatever it is asked for. */
export async function balanceAsOf(
  context: ReadingContext,
  code: unknown,
  asOf: unknown,
): Promise<Balance | RecordedBalance | EffectiveBalance> {
  const account = parseInput(accountCodeField, code, 'An account code')
  const { version, recordedAt, effectiveAt } = parseInput(asOfInput, asOf ?? {}, 'A moment')
  if (recordedAt !== undefined) return recordedBalance(context, account, recordedAt)
  if (effectiveAt !== undefined) return effectiveBalance(context, account, effectiveAt)
  return balanceAtVersion(context, account, version)
}

async function recordedBalance(
  { book, readings }: ReadingContext,
  code: string,
  recordedAt: Instant,
): Promise<RecordedBalance> {
  const found = await readings.recordedAsOf(book, code, recordedAt)
  if (found === undefined) throw accountNotFound(book, code)
  const { currency, totals, isFinal } = found
  const { posted, held, version } = totals
  return {
    account: code,
    posted: unchecked(posted, currency),
    held: unchecked(held, currency),
    usable: unchecked(posted - held, currency),
    ...{ version, recordedAt, isFinal },
  }
}

async function effectiveBalance(
  { book, readings }: ReadingContext,
  code: string,
  effectiveAt: Instant,
): Promise<EffectiveBalance> {
  const found = await readings.effectiveAsOf(book, code, effectiveAt)
  if (found === undefined) throw accountNotFound(book, code)
  const { currency, posted, version } = found
  return { account: code, posted: unchecked(posted, currency), effectiveAt, version }
}

/** Versions that expired holds will make, and that nobody has written down yet, are there to be read as well. */
async function balanceAtVersion(
  { book, reader, readings }: ReadingContext,
  code: string,
  version: number | undefined,
): Promise<Balance> {
  const stored: (StoredAccount & Partial<AccountAtVersion>) | undefined =
    version === undefined
      ? await reader.account(book, code)
      : await readings.accountAtVersion(book, code, version)
  if (stored === undefined) throw accountNotFound(book, code)
  const expiries = expireHolds(stored.account, stored.openHolds, stored.at).map((step) => step.account)
  const now = expiries.at(-1) ?? stored.account
  if (version === undefined) return balanceOf(now)
  if (version > now.version) throw versionAhead(now, version)

  const unwritten = [stored.account, ...expiries].find((account) => account.version === version)
  if (unwritten !== undefined) return balanceOf(unwritten)
  return balanceOf({ ...stored.account, ...(stored.made ?? nothingYet) })
}

/** An account before its first step. */
export const nothingYet: Totals = { posted: 0n, held: 0n, version: 0 }

function versionAhead({ book, code, version }: Account, asked: number): InvalidInputError {
  return new InvalidInputError(
    'invalid_input',
    `Account ${code} is at version ${version}; there is no version ${asked} of it yet.`,
    { book, account: code, version, asked },
  )
}
