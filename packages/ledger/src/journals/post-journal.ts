import { z } from 'zod'
import type { Decision } from '../books/decision.ts'
import { checkBalanced } from './balance-rule.ts'
import { draftJournal, type JournalContext, type JournalPosted, type PostedJournal } from './draft-journal.ts'
import { type EntryInput, entryInput } from './entry-input.ts'
import { type JournalFacts, journalFactsInput } from './journal-facts.ts'
import type { KnownJournals } from './known-journals.ts'

/** A journal to post: what happened, under which key, and the entries that say so. */
export interface PostJournal<Code extends string = string, Kind extends string = string>
  extends JournalFacts<Kind> {
  /** Two or more, balanced in each currency. They are applied in this order. */
  readonly entries: readonly EntryInput<Code>[]
}

const mostEntries = 1_000

// Compiled, because every journal comes through here.
export const postJournalInput = z.compile(
  journalFactsInput.extend({
    entries: z
      .array(entryInput)
      .min(2, 'A journal has at least two entries: what leaves one account arrives in another')
      .max(mostEntries, `A journal has at most ${mostEntries} entries; split it`),
  }),
)

/** Posts a journal: every entry, or none. */
export function decidePostJournal(
  known: KnownJournals,
  input: z.output<typeof postJournalInput>,
  context: JournalContext,
): Decision<JournalPosted, PostedJournal> {
  checkBalanced(input.entries)
  return draftJournal(known, input, input.entries, {}, context)
}
