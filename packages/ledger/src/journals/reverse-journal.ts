import type { z } from 'zod'
import { oppositeSide } from '../accounts/account.ts'
import type { Decision } from '../books/decision.ts'
import { idField, kindField } from '../books/fields.ts'
import { RejectedError } from '../errors/index.ts'
import { type JournalId, parseJournalId } from '../ids.ts'
import { draftJournal, type JournalContext, type JournalPosted, type PostedJournal } from './draft-journal.ts'
import type { EntryInput } from './entry-input.ts'
import { type JournalFacts, journalFactsInput } from './journal-facts.ts'
import { journalNotFound, type KnownJournals } from './known-journals.ts'

/** Which journal to mirror, and what to say about the reversal. */
export interface ReverseJournal<Kind extends string = string> extends Omit<JournalFacts<Kind>, 'kind'> {
  /** The journal to mirror. */
  readonly journal: JournalId | string
  /** `reversal` when left out. */
  readonly kind?: Kind | undefined
}

export const reverseJournalInput = journalFactsInput.extend({
  journal: idField(parseJournalId),
  kind: kindField.default('reversal'),
})

/**
 * Mirrors a journal, once: the same amounts on the other sides, the last entry first, so that an account walks back
 * through the balances it came by. It checks floors like any journal: who has spent the money since is not driven
 * below the floor, and the caller may post against a receivable instead.
 */
export function decideReverseJournal(
  known: KnownJournals,
  input: z.output<typeof reverseJournalInput>,
  context: JournalContext,
): Decision<JournalPosted, PostedJournal> {
  const original = known.journal(input.journal)
  if (original === undefined) throw journalNotFound(known.book, input.journal)
  const earlier = known.reversalOf(original.id)
  if (earlier !== undefined) throw alreadyReversed(original.id, earlier)

  const mirrored = original.entries
    .toReversed()
    .map(({ account, side, amount }): EntryInput => ({ account, side: oppositeSide(side), amount }))
  return draftJournal(known, input, mirrored, { reverses: original.id }, context)
}

function alreadyReversed(journal: JournalId, reversal: JournalId): RejectedError {
  return new RejectedError(
    'already_reversed',
    `Journal ${journal} has been reversed by journal ${reversal}.`,
    {
      journal,
      reversal,
    },
  )
}
