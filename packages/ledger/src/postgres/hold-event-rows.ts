import type { HoldEvent, HoldEventType } from '../holds/hold.ts'
import type { HoldId, JournalId } from '../ids.ts'
import { toInstant } from '../instant.ts'
import { unchecked } from '../money/money.ts'
import { type BalanceRow, toBalance, utc } from './rows.ts'

/** A hold event as JSON, beside its account. */
export const holdEventRow = `json_build_object(
    'type', event.type,
    'hold', event.hold_id,
    'account', account.code,
    'currency', account.currency,
    'amount', event.amount::text,
    'recorded_at', ${utc('event.recorded_at')},
    'journal', event.journal_id,
    'posted', event.posted::text,
    'held', event.held::text,
    'version', event.version
  )`

export interface HoldEventRow extends BalanceRow {
  readonly type: HoldEventType
  readonly hold: HoldId
  readonly amount: string
  readonly recorded_at: string
  readonly journal: JournalId | null
}

export function toHoldEvent(row: HoldEventRow): HoldEvent {
  const { type, hold, account, currency, amount, journal } = row
  return {
    ...{ type, hold, account, journal },
    amount: unchecked(BigInt(amount), currency),
    at: toInstant(row.recorded_at),
    after: toBalance(row),
  }
}
