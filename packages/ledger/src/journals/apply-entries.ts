import type { Account } from '../accounts/account.ts'
import { checkAmount } from '../accounts/account-amount.ts'
import { checkMovement } from '../accounts/account-rules.ts'
import { balanceOf } from '../accounts/balance.ts'
import { findAccount, type KnownAccounts } from '../accounts/known-accounts.ts'
import { withEntry } from '../accounts/movement.ts'
import type { DecisionContext } from '../books/decision.ts'
import { isLedgerError } from '../errors/index.ts'
import { checkBounds, checkCondition } from './conditions.ts'
import type { EntryInput } from './entry-input.ts'
import type { Entry } from './journal.ts'

/** Entries with the running balances they lead to, and the accounts as they stand after the last. */
export interface AppliedEntries {
  readonly entries: readonly Entry[]
  readonly accounts: readonly Account[]
}

/**
 * Applies entries to their accounts, one after the other in the order given. The first that cannot be applied throws,
 * and the error names its index.
 *
 * What can never succeed is looked for in all entries first (no such account, another currency); then come the rules,
 * entry by entry; then the conditions, which speak of the accounts after the whole journal.
 * @param firstFrom the state from which the first entry is judged, when something just before it made room for it
 */
export function applyEntries(
  known: KnownAccounts,
  inputs: readonly EntryInput[],
  { at, currencies }: DecisionContext,
  firstFrom?: Account,
): AppliedEntries {
  const after = new Map<string, Account>()
  forEachEntry(inputs, ({ account: code, amount, condition }) => {
    const account = findAccount(known, code)
    checkAmount(account, amount, currencies)
    if (condition !== undefined) checkBounds(condition, account)
    after.set(code, account)
  })

  const isConditional = inputs.some(({ condition }) => condition !== undefined)
  const before = isConditional ? new Map(after) : after
  const entries: Entry[] = []
  forEachEntry(inputs, ({ account: code, side, amount }) => {
    const current = found(after, code)
    const next = withEntry(current, side, amount.amount, at)
    checkMovement((entries.length === 0 && firstFrom) || current, next, currencies)
    after.set(code, next)
    entries.push({ account: code, side, amount, after: balanceOf(next) })
  })

  if (isConditional)
    forEachEntry(inputs, ({ account: code, condition }) => {
      if (condition !== undefined) checkCondition(condition, found(before, code), found(after, code))
    })
  return { entries, accounts: [...after.values()] }
}

function forEachEntry(inputs: readonly EntryInput[], visit: (input: EntryInput) => void): void {
  let index = 0
  try {
    for (const input of inputs) {
      visit(input)
      index += 1
    }
  } catch (error) {
    throw isLedgerError(error) ? error.at({ entry: index }) : error
  }
}

/** An account that the first pass over the entries has put there. */
function found(accounts: ReadonlyMap<string, Account>, code: string): Account {
  const account = accounts.get(code)
  if (account === undefined) throw new Error(`Account ${code} was there a moment ago.`)
  return account
}
