import { z } from 'zod'
import { accountCodeField } from '../books/fields.ts'
import { parseInput } from '../books/parse-input.ts'
import { InvalidInputError } from '../errors/index.ts'
import type { Money } from '../money/money.ts'
import type { ReadingContext } from './balance-as-of.ts'
import { type Moment, momentFields, oneTime } from './book-moment.ts'

/** Accounts in one currency whose codes begin alike, added up. */
export interface CodeTotal {
  /** What their codes begin with: `user:1`. The whole code where accounts were not added up. */
  readonly code: string
  readonly currency: string
  readonly accounts: number
  /** The sum of what the accounts with a balance on their debit side hold. */
  readonly debit: Money
  readonly credit: Money
}

export interface TotalsQuery {
  /** Only accounts of this code and those below it: `user:1` means `user:1` and `user:1:wallet:ZAR`, and not `user:10`. */
  readonly prefix?: string | undefined
  /** How many segments of the codes to tell apart. Left out, each account is a line of its own. */
  readonly depth?: number | undefined
}

/** Which accounts to add up, and as of which moment: now when none is given. */
export type Totalled = TotalsQuery &
  (Moment | { readonly recordedAt?: undefined; readonly effectiveAt?: undefined })

/** More lines than anybody reads. A book with a million customers is added up, not listed. */
export const mostLines = 10_000

export const totalsInput = z
  .strictObject({
    prefix: accountCodeField.optional(),
    depth: z.int('A depth is a whole number').min(1, 'A depth is 1 or more').optional(),
    ...momentFields,
  })
  .refine(...oneTime)

/** What accounts hold now, or held at a moment, added up by the beginnings of their codes. In the order of the codes. */
export async function totalsByCode(
  { book, readings }: ReadingContext,
  input: unknown,
): Promise<readonly CodeTotal[]> {
  const { prefix, depth, ...moment } = parseInput(totalsInput, input ?? {}, 'A question for totals')
  const totals = await readings.totalsByCode(book, { prefix, depth }, moment)
  if (totals.length <= mostLines) return totals
  throw new InvalidInputError(
    'invalid_input',
    `Book ${book} has more than ${mostLines} lines to show. Give a smaller depth, or a prefix.`,
    { book, mostLines },
  )
}
