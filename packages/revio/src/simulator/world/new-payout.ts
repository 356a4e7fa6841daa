import { z } from 'zod'
import { refuseField } from '../wire/api-error.ts'
import type { Json } from '../wire/wire-json.ts'
import type { WirePayout } from '../wire/wire-types.ts'
import { parseForm, positiveInteger } from './parse-form.ts'
import { newWireClient, newWirePayment } from './wire-objects.ts'
import { nowSeconds, type World } from './world.ts'

/** Where money can be sent, and the fields that executing asks for. Ours: the real fields of each method are not public. */
export const payoutMethods = {
  bank_transfer: [],
  card: ['card_number', 'cardholder_name', 'expiry_month', 'expiry_year'],
  mobile_money: ['phone'],
} as const

export type PayoutMethod = keyof typeof payoutMethods

const payoutForm = z.looseObject({
  brand_id: z.string(),
  client: z.looseObject({ email: z.string().min(3).max(254) }),
  payment: z.looseObject({
    amount: positiveInteger,
    currency: z.string().regex(/^[A-Z]{3}$/, 'invalid_choice'),
    description: z.string().max(256).default(''),
  }),
  reference: z.string().max(128).default(''),
  sender_name: z.string().default(''),
  payout_method_whitelist: z.array(z.string()).min(1).nullish(),
})

/** A payout that has moved nothing yet, or a refusal of what was asked. */
export function newWirePayout(world: World, body: Json, isTest: boolean): WirePayout {
  const form = parseForm(payoutForm, body)
  if (form.brand_id !== world.credentials.brandId) {
    throw refuseField('brand_id', 'does_not_exist', 'This brand does not exist.')
  }
  const id = world.random.uuid()
  const now = nowSeconds(world)
  const method = form.payout_method_whitelist?.[0] ?? 'bank_transfer'
  if (!isPayoutMethod(method)) {
    throw refuseField('payout_method_whitelist', 'invalid_choice', `"${method}" is not a payout method.`)
  }
  const payment = newWirePayment(world, {
    amount: BigInt(form.payment.amount),
    fee: 0n,
    currency: form.payment.currency,
    paymentType: 'payout',
    isOutgoing: true,
  })
  return {
    id,
    type: 'payout',
    client: newWireClient(form.client),
    status: 'initialized',
    status_history: [{ status: 'initialized', timestamp: now }],
    created_on: now,
    updated_on: now,
    is_test: isTest,
    company_id: world.credentials.companyId,
    brand_id: form.brand_id,
    user_id: null,
    payment: { ...payment, description: form.payment.description, paid_on: null, remote_paid_on: null },
    transaction_data: { payment_method: method, flow: 'payform', extra: {}, country: '', attempts: [] },
    reference: form.reference,
    reference_generated: String(world.payouts.size + 1),
    sender_name: form.sender_name,
    recipient_card_country: '',
    recipient_card_brand: '',
    execution_url: `${world.origin}/po/${id}/${method}/`,
    payout_method_whitelist: form.payout_method_whitelist ?? null,
  }
}

export function isPayoutMethod(name: string): name is PayoutMethod {
  return Object.hasOwn(payoutMethods, name)
}
