import type {
  Balance,
  Entry,
  EntryCondition,
  EntryInput,
  HoldId,
  Instant,
  Journal,
  JournalFacts,
  JournalId,
  PostedJournal,
  PostJournal,
  ReverseJournal,
} from '../../src/index.ts'
import { checkAmount, checkStep, endExpired } from './account-steps.ts'
import { accountOf, balanceAt, growsOn, type Model, toInstant } from './model.ts'
import { refuse, refuseIf } from './refusal.ts'

export function post(model: Model, input: PostJournal, at: Instant): PostedJournal {
  for (const currency of new Set(input.entries.map(({ amount }) => amount.currency))) {
    const signed = input.entries.map(({ side, amount }) =>
      side === 'debit' ? amount.amount : -amount.amount,
    )
    const sum = signed.reduce(
      (total, amount, i) => (input.entries[i]?.amount.currency === currency ? total + amount : total),
      0n,
    )
    refuseIf(sum !== 0n, 'journal_unbalanced')
  }
  return write(model, input, input.entries, {}, at)
}

export function reverse(model: Model, input: ReverseJournal, at: Instant): PostedJournal {
  const original = model.journals.find(({ id }) => id === input.journal) ?? refuse('journal_not_found')
  refuseIf(
    model.journals.some(({ reverses }) => reverses === original.id),
    'already_reversed',
  )
  const mirrored = [...original.entries].reverse().map(({ account, side, amount }): EntryInput => {
    return { account, side: side === 'debit' ? 'credit' : 'debit', amount }
  })
  return write(model, { ...input, kind: input.kind ?? 'reversal' }, mirrored, { reverses: original.id }, at)
}

/** Writes a journal down entry by entry. What a hold has promised, the first entry of a capture, no rule can refuse. */
export function write(
  model: Model,
  facts: JournalFacts,
  inputs: readonly EntryInput[],
  origin: { readonly reverses?: JournalId; readonly captures?: HoldId },
  at: Instant,
): PostedJournal {
  const balance = (code: string): Balance =>
    balanceAt(model, accountOf(model, code) ?? refuse('account_not_found'), at)
  for (const { account, amount, condition } of inputs) {
    const named = accountOf(model, account) ?? refuse('account_not_found')
    checkAmount(named, amount)
    for (const bound of boundsOf(condition)) refuseIf(bound.currency !== named.currency, 'currency_mismatch')
  }

  const versions = new Map(inputs.map(({ account }) => [account, balance(account).version]))
  const entries: Entry[] = []
  for (const [i, { account: code, side, amount }] of inputs.entries()) {
    const account = accountOf(model, code) ?? refuse('account_not_found')
    endExpired(model, code, at)
    const before = balance(code)
    const change = side === growsOn(account.type) ? amount.amount : -amount.amount
    model.facts.push({ what: 'entry', account: code, at, change })
    const after = balance(code)
    if (i > 0 || origin.captures === undefined) checkStep(model, account, before, after)
    entries.push({ account: code, side, amount, after })
  }

  for (const { account, condition } of inputs)
    refuseIf(!isMet(condition, versions.get(account), balance(account)), 'condition_failed')
  const { reference = null } = facts
  refuseIf(
    reference !== null && model.journals.some((other) => other.reference === reference),
    'reference_taken',
  )

  const journal: Journal = {
    id: '' as JournalId, // The ledger gives the id.
    book: model.book,
    key: facts.key,
    kind: facts.kind,
    description: facts.description ?? null,
    reference,
    effectiveAt: facts.effectiveAt === undefined ? at : toInstant(facts.effectiveAt),
    recordedAt: at,
    metadata: facts.metadata ?? {},
    reverses: origin.reverses ?? null,
    captures: origin.captures ?? null,
    entries,
  }
  model.journals.push(journal)
  return { journal, balances: [...versions.keys()].map(balance) }
}

function boundsOf({ ifVersion: _, ...bounds }: EntryCondition = {}) {
  return Object.values(bounds).filter((bound) => bound !== undefined)
}

function isMet(condition: EntryCondition = {}, version: number | undefined, after: Balance): boolean {
  const { ifVersion, postedAtLeast, postedAtMost, usableAtLeast, usableAtMost } = condition
  const { posted, usable } = after
  return (
    (ifVersion === undefined || version === ifVersion) &&
    (postedAtLeast === undefined || posted.amount >= postedAtLeast.amount) &&
    (postedAtMost === undefined || posted.amount <= postedAtMost.amount) &&
    (usableAtLeast === undefined || usable.amount >= usableAtLeast.amount) &&
    (usableAtMost === undefined || usable.amount <= usableAtMost.amount)
  )
}
