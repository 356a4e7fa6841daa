import { z } from 'zod'
import { type Account, normalSide } from '../accounts/account.ts'
import { accountNotFound } from '../accounts/known-accounts.ts'
import { accountCodeField, instantField } from '../books/fields.ts'
import { parseInput } from '../books/parse-input.ts'
import type { Json } from '../canonical-json.ts'
import { type Instant, toInstant } from '../instant.ts'
import { type Money, unchecked } from '../money/money.ts'
import { nothingYet, type ReadingContext } from './balance-as-of.ts'
import { versionField } from './book-moment.ts'
import { type Cursor, cursorField, fromCursor, toCursor } from './cursor.ts'
import type { AccountFacts, HistoryEntry } from './history-entry.ts'
import { limitField } from './limit-field.ts'
import type { KnownUntil, Totals } from './readings.ts'

/** Which account and period a statement is about, and which page of it. */
export interface StatementQuery<Code extends string = string> {
  readonly account: Code
  /** Which of its two times puts an entry into the period. `recorded` when left out. */
  readonly by?: 'recorded' | 'effective' | undefined
  /** The first moment of the period; the first there was when left out. */
  readonly from?: Date | string | undefined
  /** The moment at which the period is over; now when left out. */
  readonly to?: Date | string | undefined
  /** Where the page before ended: its `next`. */
  readonly after?: Cursor | undefined
  /** How many entries at most, up to 1,000. 100 when left out. */
  readonly limit?: number | undefined
}

/** One account, one period. `opening` and the changes of all its entries come to `closing`. */
export interface Statement {
  readonly account: string
  readonly by: 'recorded' | 'effective'
  readonly from: Instant | null
  readonly to: Instant | null
  /** What the account had posted before the period. */
  readonly opening: Money
  readonly entries: readonly StatementEntry[]
  /** What it had posted at its end. */
  readonly closing: Money
  /** What was recorded after this version of the account is not in it: all pages are of one moment. */
  readonly version: number
  /** Where the next page begins; null when this was the last. */
  readonly next: Cursor | null
}

/** `after` is what the account held when the entry was recorded; `running` is the sum in the order of the statement. */
export interface StatementEntry extends HistoryEntry {
  readonly running: Money
}

const startOfTime = toInstant('0001-01-01T00:00:00.000Z')

const statementInput = z
  .strictObject({
    account: accountCodeField,
    by: z.enum(['recorded', 'effective']).default('recorded'),
    from: instantField.optional(),
    to: instantField.optional(),
    after: cursorField.optional(),
    limit: limitField,
  })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || from <= to,
    'A period ends after it begins',
  )
  .refine(({ to }) => to === undefined || to > startOfTime, 'A period ends after the beginning of year 1')

const instantText = z.string().transform((text) => toInstant(text))
const amountText = z
  .string()
  .regex(/^-?\d{1,39}$/)
  .transform(BigInt)
const placeInStatement = z.strictObject({
  known: z.strictObject({ version: versionField, recordedAt: instantText }),
  effectiveAt: instantText,
  version: versionField,
  running: amountText,
})
type Place = z.output<typeof placeInStatement>

/**
 * A page of a statement. What is recorded until the first page is asked for is what all of its pages tell: the cursor
 * carries that version of the account, so no journal posted in between can come between opening and closing.
 */
export async function readStatement(context: ReadingContext, input: unknown): Promise<Statement> {
  const query = parseInput(statementInput, input, 'A question for a statement')
  const question: Json = {
    ...{ page: 'statement', book: context.book, account: query.account, by: query.by },
    ...{ from: query.from ?? null, to: query.to ?? null },
  }
  const place = query.after === undefined ? undefined : fromCursor(query.after, question, placeInStatement)
  const read = query.by === 'recorded' ? readRecorded : readEffective
  const { account, opening, closing, known, entries } = await read(context, query, place)

  const inCurrency = (amount: bigint): Money => unchecked(amount, account.currency)
  let running = place?.running ?? opening
  const all = entries.map((entry) => {
    running += entry.change.amount
    return { ...entry, running: inCurrency(running) }
  })
  const shown = all.slice(0, query.limit)
  const end = all.length > query.limit ? shown.at(-1) : undefined
  return {
    ...{ account: account.code, by: query.by, from: query.from ?? null, to: query.to ?? null },
    ...{ opening: inCurrency(opening), entries: shown, closing: inCurrency(closing), version: known.version },
    next: end === undefined ? null : toCursor(question, placeAfter(end, known)),
  }
}

interface Read {
  readonly account: Account
  readonly opening: bigint
  readonly closing: bigint
  readonly known: KnownUntil
  /** One more than asked for, where there is one. */
  readonly entries: readonly HistoryEntry[]
}

type Query = z.output<typeof statementInput>

async function readRecorded(
  { book, readings }: ReadingContext,
  { account: code, from, to, limit }: Query,
  place: Place | undefined,
): Promise<Read> {
  const [period, pinned] = [
    await readings.recordedPeriod(book, code, { from, to }),
    place && (await readings.accountAtVersion(book, code, place.known.version))?.made,
  ]
  if (period === undefined) throw accountNotFound(book, code)
  const { account } = period
  // Since the first page was read, the account may have gone on past what that page knew.
  const asKnown = (totals: Totals): Totals =>
    place === undefined || totals.version <= place.known.version ? totals : (pinned ?? nothingYet)
  const [opening, closing] = [asKnown(period.opening), asKnown(period.closing)]
  const entries = await readings.entries({
    ...{ book, account: factsOf(account), order: 'oldest', filters: {}, offset: 0 },
    above: place?.version ?? opening.version,
    upTo: closing.version,
    limit: limit + 1,
  })
  const known = place?.known ?? { version: account.version, recordedAt: account.changedAt }
  return { account, opening: opening.posted, closing: closing.posted, known, entries }
}

async function readEffective(
  { book, readings }: ReadingContext,
  { account: code, from, to, limit }: Query,
  place: Place | undefined,
): Promise<Read> {
  const period = await readings.effectivePeriod(book, code, { from, to }, place?.known)
  if (period === undefined) throw accountNotFound(book, code)
  const { account, opening, closing, known } = period
  const entries = await readings.effectiveEntries({
    ...{ book, account: factsOf(account), period: { from, to }, upTo: known.version },
    ...{ after: place, limit: limit + 1 },
  })
  return { account, opening, closing, known, entries }
}

function placeAfter({ journal, after, running }: StatementEntry, known: KnownUntil): Json {
  return {
    known: { version: known.version, recordedAt: known.recordedAt },
    ...{ effectiveAt: journal.effectiveAt, version: after.version, running: String(running.amount) },
  }
}

function factsOf(account: Account): AccountFacts {
  return { ...account, normalSide: normalSide(account.type) }
}
