import { RevioReplyError } from '../errors/index.ts'
import { parseShape, typeOf, type WireObject } from '../wire.ts'
import { type Payment, paymentSchema, type Refund } from './payment.ts'
import { type Payout, payoutSchema } from './payout.ts'
import { type Purchase, purchaseSchema } from './purchase.ts'

export function readPurchase(body: unknown): Purchase {
  return { ...parseShape(purchaseSchema, body, 'purchase'), wire: asWire(body) }
}

export function readPayout(body: unknown): Payout {
  return { ...parseShape(payoutSchema, body, 'payout'), wire: asWire(body) }
}

export function readPayment(body: unknown): Payment {
  return { ...parseShape(paymentSchema, body, 'payment'), wire: asWire(body) }
}

/** Tells the two answers to a refund apart by their `type`. */
export function readRefund(body: unknown): Refund {
  const type = typeOf(body)
  if (type === 'payment') return { kind: 'payment', payment: readPayment(body) }
  if (type === 'purchase') return { kind: 'purchase', purchase: readPurchase(body) }
  throw new RevioReplyError(
    'unexpected_shape',
    'The reply to a refund is neither a payment nor a purchase.',
    null,
  )
}

// The schema has already established that this is an object, and names are strings in all JSON.
function asWire(body: unknown): WireObject {
  return body as WireObject
}
