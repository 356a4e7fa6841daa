import { z } from 'zod'
import type { Amount } from '../amount.ts'
import { lenient, type OpenSet, toDate, type WireObject, wireInteger } from '../wire.ts'
import { type Attempt, attemptsSchema } from './attempt.ts'
import { type PaymentPart, paymentPartSchema } from './payment-part.ts'
import { type StatusChange, statusHistorySchema } from './status-history.ts'

/** `executed` is in the platform's prose only. `error` is not final: the provider may try again. */
export type PayoutStatus = OpenSet<'initialized' | 'pending' | 'executed' | 'success' | 'error'>

/** Money on its way out. Creating one moves nothing; executing it does. */
export type Payout = {
  readonly id: string
  readonly status: PayoutStatus
  readonly amount: Amount
  readonly payment: PaymentPart
  readonly isTest: boolean
  readonly brandId: string
  readonly reference: string
  /** Where to execute, for fifteen minutes after creation. */
  readonly executionUrl: string | null
  readonly attempts: readonly Attempt[]
  readonly statusHistory: readonly StatusChange[]
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly wire: WireObject
}

export const payoutSchema = z
  .looseObject({
    type: z.literal('payout'),
    id: z.string(),
    status: z.string(),
    payment: paymentPartSchema,
    is_test: z.boolean(),
    brand_id: z.string(),
    reference: z.string().nullish(),
    execution_url: lenient(z.string()),
    transaction_data: attemptsSchema,
    status_history: statusHistorySchema,
    created_on: lenient(wireInteger),
    updated_on: lenient(wireInteger),
  })
  .transform(
    (wire): Omit<Payout, 'wire'> => ({
      id: wire.id,
      status: wire.status,
      amount: wire.payment.amount,
      payment: wire.payment,
      isTest: wire.is_test,
      brandId: wire.brand_id,
      reference: wire.reference ?? '',
      executionUrl: wire.execution_url,
      attempts: wire.transaction_data,
      statusHistory: wire.status_history,
      createdAt: toDate(wire.created_on),
      updatedAt: toDate(wire.updated_on),
    }),
  )
