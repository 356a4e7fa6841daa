import { z } from 'zod'
import { type Amount, fromWireInteger } from '../amount.ts'
import { lenient, type OpenSet, toDate, type WireObject, wireInteger } from '../wire.ts'
import { type Attempt, attemptsSchema } from './attempt.ts'
import { type PaymentPart, paymentPartSchema } from './payment-part.ts'
import { type StatusChange, statusHistorySchema } from './status-history.ts'

/** The statuses of a purchase that are known, and any other that the provider may add. */
export type PurchaseStatus = OpenSet<
  | 'created'
  | 'sent'
  | 'viewed'
  | 'pending_execute'
  | 'pending_charge'
  | 'error'
  | 'blocked'
  | 'hold'
  | 'pending_capture'
  | 'pending_release'
  | 'released'
  | 'preauthorized'
  | 'paid'
  | 'cleared'
  | 'settled'
  | 'pending_refund'
  | 'refunded'
  | 'chargeback'
  | 'retrieved'
  | 'overdue'
  | 'expired'
  | 'cancelled'
>

/** What a payer was asked to pay, and what has become of it. `wire` holds all that came, unknown fields included. */
export type Purchase = {
  readonly id: string
  /** Only released, preauthorized and cancelled are final. Even `error` and `expired` may still turn `paid`. */
  readonly status: PurchaseStatus
  readonly amount: Amount
  /** What may still be refunded: `refunded` means in whole or in part, and this tells which. */
  readonly refundable: Amount
  readonly isTest: boolean
  readonly brandId: string
  readonly reference: string
  /** Null until money has come in. */
  readonly payment: PaymentPart | null
  readonly checkoutUrl: string | null
  readonly directPostUrl: string | null
  readonly recurringToken: string | null
  readonly isRecurringToken: boolean
  /** Newest first. */
  readonly attempts: readonly Attempt[]
  /** Oldest first. */
  readonly statusHistory: readonly StatusChange[]
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly wire: WireObject
}

export const purchaseSchema = z
  .looseObject({
    type: z.literal('purchase'),
    id: z.string(),
    status: z.string(),
    is_test: z.boolean(),
    brand_id: z.string(),
    reference: z.string().nullish(),
    purchase: z.looseObject({ total: wireInteger, currency: z.string() }),
    payment: paymentPartSchema.nullish(),
    refundable_amount: wireInteger.nullish(),
    checkout_url: lenient(z.string()),
    direct_post_url: lenient(z.string()),
    recurring_token: lenient(z.string()),
    is_recurring_token: lenient(z.boolean()),
    transaction_data: attemptsSchema,
    status_history: statusHistorySchema,
    created_on: lenient(wireInteger),
    updated_on: lenient(wireInteger),
  })
  .transform(
    (wire): Omit<Purchase, 'wire'> => ({
      id: wire.id,
      status: wire.status,
      amount: fromWireInteger(wire.purchase.total, wire.purchase.currency),
      refundable: fromWireInteger(wire.refundable_amount ?? 0, wire.purchase.currency),
      isTest: wire.is_test,
      brandId: wire.brand_id,
      reference: wire.reference ?? '',
      payment: wire.payment ?? null,
      checkoutUrl: wire.checkout_url,
      directPostUrl: wire.direct_post_url,
      recurringToken: wire.recurring_token,
      isRecurringToken: wire.is_recurring_token ?? false,
      attempts: wire.transaction_data,
      statusHistory: wire.status_history,
      createdAt: toDate(wire.created_on),
      updatedAt: toDate(wire.updated_on),
    }),
  )
