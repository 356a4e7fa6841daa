import { z } from 'zod'
import { normalSide, oppositeSide } from '../accounts/account.ts'
import { findAccount } from '../accounts/known-accounts.ts'
import type { Decision } from '../books/decision.ts'
import { accountCodeField, idField, kindField } from '../books/fields.ts'
import { positiveMoneyField } from '../books/money-field.ts'
import { InvalidInputError, RejectedError } from '../errors/index.ts'
import { type HoldId, parseHoldId } from '../ids.ts'
import {
  draftJournal,
  type JournalContext,
  type JournalPosted,
  type PostedJournal,
} from '../journals/draft-journal.ts'
import type { EntryInput } from '../journals/entry-input.ts'
import { type JournalFacts, journalFactsInput } from '../journals/journal-facts.ts'
import { type Money, unchecked } from '../money/money.ts'
import { type Hold, remainingOf } from './hold.ts'
import { type HoldChanged, holdStep } from './hold-step.ts'
import { findOpenHold, type KnownHolds } from './known-holds.ts'

/** Where a part of what is captured goes. */
export type CaptureTarget<Code extends string = string> = readonly [account: Code, amount: Money]

/** What to capture of a hold, and where it goes. */
export interface CaptureHold<Code extends string = string, Kind extends string = string>
  extends Omit<JournalFacts<Kind>, 'kind'> {
  readonly hold: HoldId | string
  /** One or more; their sum is what is captured. */
  readonly to: readonly CaptureTarget<Code>[]
  /** Frees what is left and ends the hold. Left out, the rest stays held for a later capture. */
  readonly releaseRest?: boolean | undefined
  /** `capture` when left out. */
  readonly kind?: Kind | undefined
}

export const captureHoldInput = journalFactsInput.extend({
  hold: idField(parseHoldId),
  kind: kindField.default('capture'),
  to: z
    .array(z.tuple([accountCodeField, positiveMoneyField]))
    .min(1, 'Say where the captured amount goes: [[account, amount], ...]')
    .max(999, 'A capture goes to at most 999 places; capture in parts'),
  releaseRest: z.boolean().default(false),
})

/** The answer of a capture: the journal, the balances, and the hold as it stands now. */
export interface CapturedHold extends PostedJournal {
  readonly hold: Hold
}

/**
 * Turns a hold, or a part of it, into a journal. What it takes was promised when the hold was placed, so it is taken
 * from a frozen account as well, and no floor stands in its way.
 */
export function decideCaptureHold(
  known: KnownHolds,
  input: z.output<typeof captureHoldInput>,
  context: JournalContext,
): Decision<HoldChanged | JournalPosted, CapturedHold> {
  const hold = findOpenHold(known, input.hold)
  const account = findAccount(known, hold.account)
  const taken = sumOf(input.to, hold)
  const remaining = remainingOf(hold).amount
  if (taken > remaining) throw captureExceedsHold(hold, taken, remaining)

  const ends = taken === remaining || input.releaseRest
  const next: Hold = {
    ...hold,
    captured: unchecked(hold.captured.amount + taken, hold.amount.currency),
    status: ends ? 'captured' : 'open',
    endedAt: ends ? context.at : null,
  }
  const step = holdStep('captured', next, account, input.releaseRest ? -remaining : -taken, context.at)

  const outSide = oppositeSide(normalSide(account.type))
  const entries: EntryInput[] = [
    { account: account.code, side: outSide, amount: unchecked(taken, account.currency) },
    ...input.to.map(([code, amount]) => ({ account: code, side: oppositeSide(outSide), amount })),
  ]
  const posted = draftJournal(
    afterStep(known, step),
    input,
    entries,
    { captures: { hold: hold.id, from: account } },
    context,
  )
  const { journal, balances } = posted.result
  const event = { ...step.event, journal: journal.id }
  return { effects: [{ ...step, event }, ...posted.effects], result: { hold: next, journal, balances } }
}

function sumOf(to: readonly CaptureTarget[], { id, amount }: Hold): bigint {
  let sum = 0n
  for (const [account, part] of to) {
    if (part.currency !== amount.currency) {
      throw new InvalidInputError(
        'currency_mismatch',
        `Hold ${id} is in ${amount.currency}; it cannot be captured to ${account} in ${part.currency.slice(0, 40)}.`,
        { hold: id, currency: amount.currency, account },
      )
    }
    sum += part.amount
  }
  return sum
}

/** The same book, with the hold's account as the step leaves it. */
function afterStep(known: KnownHolds, { account }: HoldChanged): KnownHolds {
  return {
    book: known.book,
    account: (code) => (code === account.code ? account : known.account(code)),
    journal: (id) => known.journal(id),
    journalOf: (reference) => known.journalOf(reference),
    reversalOf: (id) => known.reversalOf(id),
    hold: (id) => known.hold(id),
  }
}

function captureExceedsHold({ id, amount }: Hold, taken: bigint, remaining: bigint): RejectedError {
  return new RejectedError(
    'capture_exceeds_hold',
    `Hold ${id} still holds ${remaining} minor units of ${amount.currency}, and ${taken} were to be captured.`,
    { hold: id, currency: amount.currency, remaining: String(remaining), asked: String(taken) },
  )
}
