import { z } from 'zod'
import { type Amount, fromWireInteger } from '../amount.ts'
import { lenient, type OpenSet, toDate, wireInteger } from '../wire.ts'

/** The money of a purchase, payout or refund as the provider books it. */
export type PaymentPart = {
  readonly amount: Amount
  readonly net: Amount | null
  readonly fee: Amount | null
  readonly isOutgoing: boolean
  readonly kind: OpenSet<
    'purchase' | 'purchase_charge' | 'payout' | 'bank_payment' | 'refund' | 'custom'
  > | null
  readonly paidAt: Date | null
}

export const paymentPartSchema = z
  .looseObject({
    amount: wireInteger,
    currency: z.string(),
    net_amount: wireInteger.nullish(),
    fee_amount: wireInteger.nullish(),
    is_outgoing: z.boolean(),
    payment_type: lenient(z.string()),
    paid_on: lenient(wireInteger),
  })
  .transform((wire): PaymentPart => {
    const amountOrNull = (amount: number | null | undefined): Amount | null =>
      amount == null ? null : fromWireInteger(amount, wire.currency)
    return {
      amount: fromWireInteger(wire.amount, wire.currency),
      net: amountOrNull(wire.net_amount),
      fee: amountOrNull(wire.fee_amount),
      isOutgoing: wire.is_outgoing,
      kind: wire.payment_type,
      paidAt: toDate(wire.paid_on),
    }
  })
