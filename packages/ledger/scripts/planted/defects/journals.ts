import type { Defect } from '../defect.ts'

export const journalDefects: readonly Defect[] = [
  {
    what: 'a journal need not balance',
    file: 'journals/post-journal.ts',
    find: 'checkBalanced(input.entries)\n',
    replace: '',
  },
  {
    what: 'a journal balances over all currencies together',
    file: 'journals/balance-rule.ts',
    find: 'sums.set(amount.currency, sum)',
    replace: 'sums.set(amount.currency, sum)\n    for (const other of sums.keys()) sums.set(other, sum)',
  },
  {
    what: 'an amount of another currency is put on an account',
    file: 'accounts/account-amount.ts',
    find: 'if (money.currency === currency) return',
    replace: 'return',
  },
  {
    what: 'every entry is judged from where the account stood before the journal',
    file: 'journals/apply-entries.ts',
    find: 'const current = found(after, code)\n    const next = withEntry(current, side, amount.amount, at)',
    replace:
      'const current = findAccount(known, code)\n    const next = withEntry(found(after, code), side, amount.amount, at)',
  },
  {
    what: 'conditions speak of the account before the journal',
    file: 'journals/apply-entries.ts',
    find: 'checkCondition(condition, found(before, code), found(after, code))',
    replace: 'checkCondition(condition, found(before, code), found(before, code))',
  },
  {
    what: 'the expected version is the one after the journal',
    file: 'journals/apply-entries.ts',
    find: 'checkCondition(condition, found(before, code), found(after, code))',
    replace: 'checkCondition(condition, found(after, code), found(after, code))',
  },
  {
    what: 'an expected version is met by every later one',
    file: 'journals/conditions.ts',
    find: 'before.version !== ifVersion',
    replace: 'before.version < ifVersion',
  },
  {
    what: 'a lower bound on usable looks at posted',
    file: 'journals/conditions.ts',
    find: 'usable < usableAtLeast.amount',
    replace: 'posted < usableAtLeast.amount',
  },
  {
    what: 'an upper bound is not met by its own amount',
    file: 'journals/conditions.ts',
    find: 'posted > postedAtMost.amount',
    replace: 'posted >= postedAtMost.amount',
  },
  {
    what: 'the reference is not checked',
    file: 'journals/draft-journal.ts',
    find: 'checkReference(known, facts.reference)',
    replace: '',
  },
  {
    what: 'a reference is forgotten by the batch that brings it',
    file: 'engine/working-book.ts',
    find: 'if (journal.reference !== null) this.#references.set(journal.reference, journal.id)',
    replace: '',
  },
  {
    what: 'a journal is recorded when it was effective',
    file: 'journals/draft-journal.ts',
    find: 'recordedAt: context.at',
    replace: 'recordedAt: facts.effectiveAt ?? context.at',
  },
  {
    what: 'a journal can be reversed twice',
    file: 'journals/reverse-journal.ts',
    find: 'if (earlier !== undefined) throw alreadyReversed(original.id, earlier)',
    replace: '',
  },
  {
    what: 'two reversals of a journal in one batch do not know of each other',
    file: 'engine/working-book.ts',
    find: 'if (journal.reverses !== null) this.#reversals.set(journal.reverses, journal.id)',
    replace: '',
  },
  {
    what: 'a reversal moves value the same way again',
    file: 'journals/reverse-journal.ts',
    find: 'side: oppositeSide(side), amount',
    replace: 'side, amount',
  },
  {
    what: 'a reversal mirrors the first entry first',
    file: 'journals/reverse-journal.ts',
    find: '.toReversed()',
    replace: '.slice()',
  },
  {
    what: 'a reversal does not say what it reverses',
    file: 'journals/reverse-journal.ts',
    find: '{ reverses: original.id }',
    replace: '{}',
  },
  {
    what: 'a chart lets any kind of journal move value between its accounts',
    file: 'journals/draft-journal.ts',
    find: 'context.flows?.check(facts.kind, inputs)',
    replace: '',
  },
]
