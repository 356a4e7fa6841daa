import type { Json } from '../wire/wire-json.ts'
import type { WirePayment } from '../wire/wire-types.ts'
import { nowSeconds, type World } from './world.ts'

/** The money part of a new object. */
export function newWirePayment(
  world: World,
  movement: { amount: bigint; fee: bigint; currency: string; paymentType: string; isOutgoing: boolean },
): WirePayment {
  const now = nowSeconds(world)
  return {
    is_outgoing: movement.isOutgoing,
    payment_type: movement.paymentType,
    amount: Number(movement.amount),
    currency: movement.currency,
    net_amount: Number(movement.amount - movement.fee),
    fee_amount: Number(movement.fee),
    pending_amount: 0,
    pending_unfreeze_on: null,
    description: '',
    paid_on: now,
    remote_paid_on: now,
  }
}

const clientFields = [
  'bank_account',
  'bank_code',
  'brand_name',
  'city',
  'country',
  'email',
  'full_name',
  'legal_name',
  'personal_code',
  'phone',
  'registration_number',
  'shipping_city',
  'shipping_country',
  'shipping_street_address',
  'shipping_zip_code',
  'street_address',
  'tax_number',
  'zip_code',
]

/** Every client field the platform knows, empty when it was not given. */
export function newWireClient(given: Readonly<Record<string, unknown>>): Record<string, Json> {
  const texts = clientFields.map(
    (name) => [name, typeof given[name] === 'string' ? given[name] : ''] as const,
  )
  return { cc: [], bcc: [], client_type: null, ...Object.fromEntries(texts) }
}
