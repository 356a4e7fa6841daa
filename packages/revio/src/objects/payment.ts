import { z } from 'zod'
import { lenient, type OpenSet, toDate, type WireObject, wireInteger } from '../wire.ts'
import { type PaymentPart, paymentPartSchema } from './payment-part.ts'
import type { Purchase } from './purchase.ts'

/** A movement of its own: a refund that went out, or a chargeback that was taken. */
export type Payment = {
  readonly id: string
  readonly status: OpenSet<'pending' | 'success' | 'failed'> | null
  readonly payment: PaymentPart
  /** The purchase it belongs to. Not `id`, which names the payment itself. */
  readonly purchaseId: string | null
  /** The reference of that purchase. */
  readonly purchaseReference: string | null
  readonly isTest: boolean | null
  readonly brandId: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
  readonly wire: WireObject
}

/** A refund answers in one of two shapes: the finished movement, or the purchase while the refund is still slow. */
export type Refund =
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'purchase'; readonly purchase: Purchase }

const relatedSchema = lenient(
  z.looseObject({ type: lenient(z.string()), id: lenient(z.string()), reference: lenient(z.string()) }),
)

export const paymentSchema = z
  .looseObject({
    type: z.literal('payment'),
    id: z.string(),
    status: lenient(z.string()),
    payment: paymentPartSchema,
    related_to: relatedSchema,
    is_test: lenient(z.boolean()),
    brand_id: lenient(z.string()),
    created_on: lenient(wireInteger),
    updated_on: lenient(wireInteger),
  })
  .transform((wire): Omit<Payment, 'wire'> => {
    const purchase = wire.related_to?.type === 'purchase' ? wire.related_to : null
    return {
      id: wire.id,
      status: wire.status,
      payment: wire.payment,
      purchaseId: purchase?.id ?? null,
      purchaseReference: purchase?.reference ?? null,
      isTest: wire.is_test,
      brandId: wire.brand_id,
      createdAt: toDate(wire.created_on),
      updatedAt: toDate(wire.updated_on),
    }
  })
