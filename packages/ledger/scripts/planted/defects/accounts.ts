import type { Defect } from '../defect.ts'

export const accountDefects: readonly Defect[] = [
  {
    what: 'the floor is not checked',
    file: 'accounts/account-rules.ts',
    find: 'usableOf(after) < after.floor)',
    replace: 'false)',
  },
  {
    what: 'the floor is checked against posted, as if nothing were held',
    file: 'accounts/account-rules.ts',
    find: 'usableOf(after) < after.floor)',
    replace: 'after.posted < after.floor)',
  },
  {
    what: 'an account cannot be drained to its floor',
    file: 'accounts/account-rules.ts',
    find: 'usableOf(after) < after.floor)',
    replace: 'usableOf(after) <= after.floor)',
  },
  {
    what: 'the ceiling is not checked',
    file: 'accounts/account-rules.ts',
    find: 'after.posted > after.ceiling &&',
    replace: 'false &&',
  },
  {
    what: 'an account cannot be filled to its ceiling',
    file: 'accounts/account-rules.ts',
    find: 'after.posted > after.ceiling &&',
    replace: 'after.posted >= after.ceiling &&',
  },
  {
    what: 'the ceiling counts what is usable, so that a hold makes room',
    file: 'accounts/account-rules.ts',
    find: 'after.posted > after.ceiling &&',
    replace: 'usableOf(after) > after.ceiling &&',
  },
  {
    what: 'value may leave a frozen account, and be held on it',
    file: 'accounts/account-rules.ts',
    find: "after.status === 'frozen' && outgoing > 0n",
    replace: 'false',
  },
  {
    what: 'no value may come into a frozen account',
    file: 'accounts/account-rules.ts',
    find: "after.status === 'frozen' && outgoing > 0n",
    replace: "after.status === 'frozen'",
  },
  {
    what: 'value may move on a closed account',
    file: 'accounts/account-rules.ts',
    find: "if (after.status === 'closed') throw accountClosed(after)",
    replace: '',
  },
  {
    what: 'a closed account can be opened again',
    file: 'accounts/change-status.ts',
    find: "if (account.status === 'closed') throw accountClosed(account)",
    replace: '',
  },
  {
    what: 'an account with value in it can be closed',
    file: 'accounts/change-status.ts',
    find: 'posted === 0n && held === 0n',
    replace: 'held === 0n',
  },
  {
    what: 'an account with an open hold can be closed',
    file: 'accounts/change-status.ts',
    find: 'posted === 0n && held === 0n',
    replace: 'posted === 0n',
  },
  {
    what: 'a total may be as large as it likes',
    file: 'accounts/account-rules.ts',
    find: 'checkTotals(after, currencies)\n}',
    replace: '}',
  },
  {
    what: 'an account opened again with another metadata is the same account',
    file: 'accounts/open-account.ts',
    find: "fields.push('metadata')",
    replace: 'fields.concat()',
  },
  {
    what: "a customer's account has no floor unless one is asked for",
    file: 'accounts/open-account.ts',
    find: "type === 'liability' ? 0n : null",
    replace: 'null',
  },
  {
    what: 'usable is what is posted',
    file: 'accounts/account.ts',
    find: 'return account.posted - account.held',
    replace: 'return account.posted',
  },
  {
    what: 'an expense grows on the credit side',
    file: 'accounts/account.ts',
    find: "type === 'asset' || type === 'expense'",
    replace: "type === 'asset'",
  },
  {
    what: 'hold events are no step of the version',
    file: 'accounts/movement.ts',
    find: 'return { ...step(account, at), held: account.held + change }',
    replace: 'return { ...step(account, at), version: account.version, held: account.held + change }',
  },
  {
    what: 'hold events are counted as entries',
    file: 'accounts/movement.ts',
    find: 'held: account.held + change }',
    replace: 'held: account.held + change, entryCount: account.entryCount + 1 }',
  },
  {
    what: 'an account does not remember when it was changed last',
    file: 'accounts/movement.ts',
    find: 'changedAt: latest(account.changedAt, at) }',
    replace: 'changedAt: account.changedAt }',
  },
]
