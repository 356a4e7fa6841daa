import { z } from 'zod'
import { normalSide, type Side } from '../accounts/account.ts'
import { checkCurrency } from '../accounts/account-amount.ts'
import { accountNotFound } from '../accounts/known-accounts.ts'
import {
  accountCodeField,
  instantField,
  kindField,
  type Metadata,
  metadataField,
  referenceField,
} from '../books/fields.ts'
import { moneyField } from '../books/money-field.ts'
import { parseInput } from '../books/parse-input.ts'
import type { Json } from '../canonical-json.ts'
import type { Money } from '../money/money.ts'
import type { ReadingContext } from './balance-as-of.ts'
import { versionField } from './book-moment.ts'
import { type Cursor, cursorField, fromCursor, toCursor } from './cursor.ts'
import type { EntryFilters, HistoryEntry } from './history-entry.ts'
import { limitField } from './limit-field.ts'

/** Which entries of an account to read. All that is given must hold of an entry. */
export interface HistoryQuery<Code extends string = string> {
  readonly account: Code
  /** One kind of journal, or any of several. */
  readonly kind?: string | readonly string[] | undefined
  readonly side?: Side | undefined
  readonly amount?: { readonly from?: Money | undefined; readonly to?: Money | undefined } | undefined
  readonly reference?: string | undefined
  /** When it was recorded: from the first moment on, until just before the second. */
  readonly recorded?: TimeRange | undefined
  /** When it happened in business. */
  readonly effective?: TimeRange | undefined
  /** The journal's metadata has all of this in it. */
  readonly metadata?: Metadata | undefined
  /** Stands in the description or the reference, whatever the case of its letters. */
  readonly text?: string | undefined
  /** Newest first, unless it says `oldest`. */
  readonly order?: 'newest' | 'oldest' | undefined
  /** Where the page before ended: its `next`. */
  readonly after?: Cursor | undefined
  /** Entries to leave out first. It reads them all the same, and pages shift while others post: prefer `after`. */
  readonly offset?: number | undefined
  /** How many entries at most, up to 1,000. 100 when left out. */
  readonly limit?: number | undefined
}

/** From a moment on, and up to another, which is not part of it. Either may be left out. */
export interface TimeRange {
  readonly from?: Date | string | undefined
  readonly to?: Date | string | undefined
}

/** A page of history, and where the next begins. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  /** Where the next page begins; null when this was the last. */
  readonly next: Cursor | null
}

const timeRange = z.strictObject({ from: instantField.optional(), to: instantField.optional() })

const historyInput = z
  .strictObject({
    account: accountCodeField,
    kind: z.union([kindField.transform((kind) => [kind]), z.array(kindField).min(1).max(100)]).optional(),
    side: z.enum(['debit', 'credit']).optional(),
    amount: z.strictObject({ from: moneyField.optional(), to: moneyField.optional() }).optional(),
    reference: referenceField.optional(),
    recorded: timeRange.optional(),
    effective: timeRange.optional(),
    metadata: metadataField.optional(),
    text: referenceField.optional(),
    order: z.enum(['newest', 'oldest']).default('newest'),
    after: cursorField.optional(),
    offset: z.int('An offset is a whole number').min(0, 'An offset is 0 or more').optional(),
    limit: limitField,
  })
  .refine(
    ({ after, offset }) => after === undefined || offset === undefined,
    'Give after or offset, not both',
  )

/**
 * Entries of one account, a page at a time.
 *
 * A version never changes and never comes twice, so the version of a page's last entry is where the next one begins,
 * whoever posts in between. Newest first, what is posted meanwhile comes before the first page; oldest first, after the last.
 */
export async function readHistory({ book, readings }: ReadingContext, input: unknown): Promise<HistoryPage> {
  const query = parseInput(historyInput, input, 'A question for history')
  const { account: code, order, limit, offset = 0 } = query
  const question = questionOf(book, query)
  const last = query.after === undefined ? undefined : fromCursor(query.after, question, versionField)

  const period = await readings.recordedPeriod(book, code, query.recorded ?? {})
  if (period === undefined) throw accountNotFound(book, code)
  const { account, opening, closing } = period
  const { from, to } = query.amount ?? {}
  for (const bound of [from, to]) if (bound !== undefined) checkCurrency(account, bound)

  const filters: EntryFilters = {
    ...{
      kinds: query.kind,
      side: query.side,
      least: from?.amount,
      most: to?.amount,
      reference: query.reference,
    },
    ...{ effective: query.effective, metadata: query.metadata, text: query.text },
  }
  const entries = await readings.entries({
    ...{ book, order, offset, filters },
    account: { ...account, normalSide: normalSide(account.type) },
    above: order === 'oldest' && last !== undefined ? Math.max(opening.version, last) : opening.version,
    upTo: order === 'newest' && last !== undefined ? Math.min(closing.version, last - 1) : closing.version,
    // One more than was asked for tells whether there is another page.
    limit: limit + 1,
  })
  const shown = entries.slice(0, limit)
  const end = entries.length > limit ? shown.at(-1) : undefined
  return { entries: shown, next: end === undefined ? null : toCursor(question, end.after.version) }
}

/** What a cursor is bound to: everything that decides which entries come, and in which order. Not how many at a time. */
function questionOf(book: string, query: z.output<typeof historyInput>): Json {
  const { after, offset, limit, amount, ...rest } = query
  const bound = (money: Money | undefined): Json =>
    money === undefined ? null : [String(money.amount), money.currency]
  // What is left is text, lists of text, moments and metadata: all of it is JSON.
  const filters = rest as unknown as Record<string, Json>
  return { ...filters, book, page: 'history', amount: [bound(amount?.from), bound(amount?.to)] }
}
