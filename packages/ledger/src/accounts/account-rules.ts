import { RejectedError } from '../errors/index.ts'
import type { CurrencyTable } from '../money/currency-table.ts'
import { toDecimal } from '../money/decimal.ts'
import { unchecked } from '../money/money.ts'
import { type Account, usableOf } from './account.ts'

/**
 * Rejects a step of an account that a rule forbids.
 *
 * Asked after every single entry and hold, not once per journal: usable is then below its floor at no version, and the
 * history of an account can be checked line by line. Whoever moves value through an account lists the entry that
 * brings it in first.
 */
export function checkMovement(before: Account, after: Account, currencies: CurrencyTable): void {
  const usable = usableOf(after)
  const outgoing = usableOf(before) - usable
  if (after.status === 'closed') throw accountClosed(after)
  if (after.status === 'frozen' && outgoing > 0n) throw accountFrozen(after)
  if (outgoing > 0n && after.floor !== null && usable < after.floor) {
    throw insufficientFunds(before, outgoing, currencies)
  }
  if (after.ceiling !== null && after.posted > after.ceiling && after.posted > before.posted) {
    throw ceilingExceeded(before, after, currencies)
  }
  checkTotals(after, usable, currencies)
}

export function accountClosed({ code }: Account): RejectedError {
  return new RejectedError('account_closed', `Account ${code} is closed, for good.`, { account: code })
}

function accountFrozen({ code }: Account): RejectedError {
  return new RejectedError(
    'account_frozen',
    `Account ${code} is frozen: nothing new may leave it or be held on it until it is unfrozen.`,
    { account: code },
  )
}

function insufficientFunds(before: Account, needed: bigint, currencies: CurrencyTable): RejectedError {
  const { code, currency, floor } = before
  const usable = usableOf(before)
  const limit = floor === null || floor === 0n ? '' : `, may not go below ${say(floor, before, currencies)}`
  return new RejectedError(
    'insufficient_funds',
    `Account ${code} has ${say(usable, before, currencies)} ${currency} usable${limit}, ` +
      `and ${say(needed, before, currencies)} is needed.`,
    { account: code, currency, usable: String(usable), floor: String(floor ?? 0n), needed: String(needed) },
  )
}

function ceilingExceeded(before: Account, after: Account, currencies: CurrencyTable): RejectedError {
  const { code, currency } = after
  const ceiling = after.ceiling ?? 0n
  return new RejectedError(
    'ceiling_exceeded',
    `Account ${code} may hold up to ${say(ceiling, after, currencies)} ${currency}, ` +
      `and would hold ${say(after.posted, after, currencies)}.`,
    { account: code, currency, posted: String(before.posted), ceiling: String(ceiling) },
  )
}

/**
 * A total may be nine times the largest amount: at the default limit that is the last multiple which PostgreSQL's
 * bigint holds.
 */
function checkTotals({ code, posted, held }: Account, usable: bigint, { maxAmount }: CurrencyTable): void {
  const limit = 9n * maxAmount
  const least = -limit
  const isWithin = (total: bigint): boolean => total <= limit && total >= least
  if (isWithin(posted) && isWithin(held) && isWithin(usable)) return
  throw new RejectedError(
    'total_out_of_range',
    `Account ${code} would hold more than ${limit} minor units. Split it into several accounts.`,
    { account: code, limit: String(limit) },
  )
}

function say(amount: bigint, { currency }: Account, currencies: CurrencyTable): string {
  return toDecimal(unchecked(amount, currency), currencies)
}
