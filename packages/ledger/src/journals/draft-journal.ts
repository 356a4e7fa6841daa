import type { Account } from '../accounts/account.ts'
import type { Balance } from '../accounts/balance.ts'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { RejectedError } from '../errors/index.ts'
import type { HoldId, JournalId } from '../ids.ts'
import { applyEntries } from './apply-entries.ts'
import type { EntryInput } from './entry-input.ts'
import type { FlowRules } from './flow-rules.ts'
import { balancesAfter, type Journal } from './journal.ts'
import type { ReadJournalFacts } from './journal-facts.ts'
import type { KnownJournals } from './known-journals.ts'

export interface JournalPosted {
  readonly type: 'journal-posted'
  readonly journal: Journal
  /** The accounts it touches, as they stand after it. */
  readonly accounts: readonly Account[]
}

/** The answer of every write that posts a journal. */
export interface PostedJournal {
  readonly journal: Journal
  /** What each account it touched holds now, in the order in which its entries first name them. */
  readonly balances: readonly Balance[]
}

/** What a journal comes from, when it does not stand by itself. */
export interface JournalOrigin {
  readonly reverses?: JournalId
  /** The hold, and its account before the hold was reduced by what the first entry takes. */
  readonly captures?: { readonly hold: HoldId; readonly from: Account }
}

/** A book with a chart brings the flows that are allowed in it. */
export interface JournalContext extends DecisionContext {
  readonly flows?: FlowRules | undefined
}

/** The one place where a journal comes to be: posting, reversing and capturing all end here. */
export function draftJournal(
  known: KnownJournals,
  facts: ReadJournalFacts,
  inputs: readonly EntryInput[],
  origin: JournalOrigin,
  context: JournalContext,
): Decision<JournalPosted, PostedJournal> {
  context.flows?.check(facts.kind, inputs)
  const { entries, accounts } = applyEntries(known, inputs, context, origin.captures?.from)
  checkReference(known, facts.reference)

  const journal: Journal = {
    id: context.ids.journal(),
    book: known.book,
    key: facts.key,
    kind: facts.kind,
    description: facts.description ?? null,
    reference: facts.reference ?? null,
    effectiveAt: facts.effectiveAt ?? context.at,
    recordedAt: context.at,
    metadata: facts.metadata ?? {},
    reverses: origin.reverses ?? null,
    captures: origin.captures?.hold ?? null,
    entries,
  }
  return {
    effects: [{ type: 'journal-posted', journal, accounts }],
    result: { journal, balances: balancesAfter(entries) },
  }
}

function checkReference(known: KnownJournals, reference: string | undefined): void {
  const holder = reference === undefined ? undefined : known.journalOf(reference)
  if (holder === undefined) return
  throw new RejectedError(
    'reference_taken',
    `Journal ${holder} has this reference already: what it names has been posted before.`,
    { journal: holder },
  )
}
