import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'
import type { Logger } from '../observability/logger.ts'
import { alertStaff } from './alert-staff.ts'

export type FraudRule = 'velocity' | 'unusual_amount' | 'daily_total'

export interface FraudAlert {
  readonly tenantId: number
  readonly userId: string
  readonly rule: FraudRule
  readonly currency: string
  readonly reference: string
}

const inWords: Readonly<Record<FraudRule, string>> = {
  velocity: 'An owner asks for withdrawals faster than usual',
  unusual_amount: 'An owner withdraws far more than usual',
  daily_total: 'An owner has asked for more in 24 hours than the daily limit',
}

/** Tells staff that a rule was met: once a day for each owner, rule and currency, however often it is. */
export async function raiseAlert(
  parts: { logger: Logger },
  trx: Trx,
  { tenantId, userId, rule, currency, reference }: FraudAlert,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO wallet.fraud_alert (tenant_id, user_id, rule, currency, on_day, raised_at)
    VALUES (${tenantId}, ${userId}, ${rule}, ${currency}, ${now.toISOString().slice(0, 10)}, ${now})
    ON CONFLICT ON CONSTRAINT fraud_alert_once_key DO NOTHING
    RETURNING id
  `.execute(trx)
  if (rows.length === 0) return false
  const event = `withdrawal_${rule}`
  await alertStaff(parts, trx, { tenantId, userId, event, what: inWords[rule], reference }, now)
  return true
}
