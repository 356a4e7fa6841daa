import { createHash } from 'node:crypto'
import { isRevioError } from '../errors/index.ts'
import { parseJson } from '../json.ts'
import type { Payment } from '../objects/payment.ts'
import type { Payout } from '../objects/payout.ts'
import type { Purchase } from '../objects/purchase.ts'
import { readPayment, readPayout, readPurchase } from '../objects/read-object.ts'
import { type OpenSet, typeOf, type WireObject } from '../wire.ts'

/** Every event known so far. The set moves: more will come, and they must be stored and answered with 2xx too. */
export const eventTypes = [
  'purchase.created',
  'purchase.paid',
  'purchase.payment_failure',
  'purchase.refund_failure',
  'purchase.capture_failure',
  'purchase.release_failure',
  'purchase.pending_execute',
  'purchase.pending_charge',
  'purchase.cancelled',
  'purchase.hold',
  'purchase.captured',
  'purchase.pending_capture',
  'purchase.released',
  'purchase.pending_release',
  'purchase.preauthorized',
  'purchase.pending_recurring_token_delete',
  'purchase.recurring_token_deleted',
  'purchase.subscription_charge_failure',
  'purchase.pending_refund',
  'purchase.viewed',
  'purchase.settled',
  'payment.refunded',
  'payment.charged_back',
  'payment.chargeback_reversed',
  'billing_template_client.subscription_billing_cancelled',
  'payout.created',
  'payout.pending',
  'payout.failed',
  'payout.success',
] as const

/** The types of events that are known, and any other: the provider adds to them without notice. */
export type EventType = OpenSet<(typeof eventTypes)[number]>

type Common = {
  /** SHA-256 of the raw body in hex: equal for every repeat of one delivery. The body carries no id of its own. */
  readonly digest: string
}

/**
 * A verified webhook. The object in it is a snapshot from when the event was made, not the state of now.
 *
 * `unrecognised` is a signed object of a kind or shape this version does not know; `unreadable` is signed bytes that
 * are not JSON we would act on. Keep both and answer 2xx: anything else blocks the later events of that object.
 */
export type RevioEvent =
  | (Common & { readonly kind: 'purchase'; readonly type: EventType; readonly purchase: Purchase })
  | (Common & { readonly kind: 'payment'; readonly type: EventType; readonly payment: Payment })
  | (Common & { readonly kind: 'payout'; readonly type: EventType; readonly payout: Payout })
  | (Common & { readonly kind: 'unrecognised'; readonly type: EventType | null; readonly wire: WireObject })
  | (Common & { readonly kind: 'unreadable'; readonly type: null })

/** Reads a body whose signature has been verified. Never throws. */
export function readEvent(rawBody: Uint8Array): RevioEvent {
  const digest = createHash('sha256').update(rawBody).digest('hex')
  const body = parseBytes(rawBody)
  if (body === null) return { kind: 'unreadable', type: null, digest }
  const type = typeof body['event_type'] === 'string' ? body['event_type'] : null
  const unrecognised: RevioEvent = { kind: 'unrecognised', type, digest, wire: body }
  if (type === null) return unrecognised
  try {
    switch (typeOf(body)) {
      case 'purchase':
        return { kind: 'purchase', type, digest, purchase: readPurchase(body) }
      case 'payment':
        return { kind: 'payment', type, digest, payment: readPayment(body) }
      case 'payout':
        return { kind: 'payout', type, digest, payout: readPayout(body) }
      default:
        return unrecognised
    }
  } catch (error) {
    if (isRevioError(error)) return unrecognised
    throw error
  }
}

function parseBytes(rawBody: Uint8Array): WireObject | null {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody)
  } catch {
    return null
  }
  const parsed = parseJson(text)
  if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
    return null
  // An object of JSON: its names are strings.
  return parsed.value as WireObject
}
