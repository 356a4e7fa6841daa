import type { Balance, Instant, Money } from '../../src/index.ts'
import { currencies, holdAt, isOver, type Model, type ModelAccount, maxTotal, statusOf } from './model.ts'
import { refuseIf } from './refusal.ts'

export function checkAmount({ currency }: { readonly currency: string }, money: Money): void {
  refuseIf(money.currency !== currency, 'currency_mismatch')
  refuseIf(money.amount > currencies.maxAmount || money.amount < -currencies.maxAmount, 'invalid_amount')
}

/** The rules for one step of an account, from one balance to the next. */
export function checkStep(model: Model, account: ModelAccount, before: Balance, after: Balance): void {
  const status = statusOf(model, account.code)
  const falls = after.usable.amount < before.usable.amount
  const { floor, ceiling } = account
  refuseIf(status === 'closed', 'account_closed')
  refuseIf(status === 'frozen' && falls, 'account_frozen')
  refuseIf(floor !== null && after.usable.amount < floor, 'insufficient_funds')
  refuseIf(ceiling !== null && after.posted.amount > ceiling, 'ceiling_exceeded')
  for (const { amount } of [after.posted, after.held, after.usable])
    refuseIf(amount > maxTotal || amount < -maxTotal, 'total_out_of_range')
}

/** Writes down the ends of holds whose time has come, as the next to write on their account does. */
export function endExpired(model: Model, code: string, at: Instant): void {
  for (const hold of model.holds.filter((other) => other.account === code && isOver(other, at))) {
    Object.assign(hold, holdAt(hold, at))
    model.facts.push({ what: 'hold', account: code, at })
  }
}
