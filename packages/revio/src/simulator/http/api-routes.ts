import { z } from 'zod'
import { refuseField } from '../wire/api-error.ts'
import { fieldsOf, type Json } from '../wire/wire-json.ts'
import { capturePurchase, releasePurchase } from '../world/captures.ts'
import type { FaultName } from '../world/faults.ts'
import { payoutMethods } from '../world/new-payout.ts'
import { parseForm, positiveInteger } from '../world/parse-form.ts'
import { createPayout, executePayout, findPayout, type PayoutEnd } from '../world/payouts.ts'
import type { Pace } from '../world/purchase-moves.ts'
import {
  cancelPurchase,
  chargePurchase,
  createPurchase,
  deleteRecurringToken,
  findPurchase,
  markAsPaid,
} from '../world/purchases.ts'
import { refundPurchase } from '../world/refunds.ts'
import { createWebhook, findWebhook, toWireDelivery, updateWebhook } from '../world/webhooks.ts'
import { wireBalances } from '../world/wire-balances.ts'
import { bookOf, companyKeyOf, type World } from '../world/world.ts'

/** One authorised request, as a handler sees it. */
export type ApiCall = {
  readonly world: World
  readonly isTest: boolean
  /** The id in the path; empty for paths without one. */
  readonly id: string
  readonly query: URLSearchParams
  readonly body: Json
  /** The fault that steers how the action goes, if one was armed: see `pacingFaults`. */
  readonly pacing: { readonly fault: FaultName; readonly delayMs: number } | null
}

/** Null stands for an empty body. */
export type ApiAnswer = { readonly status: number; readonly body: Json | null }

export type ApiRoute = {
  readonly method: string
  readonly path: RegExp
  readonly operation: string
  readonly handle: (call: ApiCall) => ApiAnswer
}

/** Faults that change how an action goes rather than how it is answered. */
export const pacingFaults: readonly FaultName[] = ['pending', 'pending_then_failure', 'failure_after_success']

const ok = (body: Json): ApiAnswer => ({ status: 200, body })
const created = (body: Json): ApiAnswer => ({ status: 201, body })

const uuid = '([0-9a-f-]{36})'

function route(method: string, path: string, operation: string, handle: ApiRoute['handle']): ApiRoute {
  return { method, path: new RegExp(`^${path}$`), operation, handle }
}

/** Every endpoint of the gateway that this simulator speaks. Paths end in a slash, as on the real one. */
export const apiRoutes: readonly ApiRoute[] = [
  route('POST', '/api/v1/purchases/', 'purchases.create', ({ world, body, isTest }) =>
    created(createPurchase(world, body, isTest).wire),
  ),
  route('GET', `/api/v1/purchases/${uuid}/`, 'purchases.get', (call) => ok(purchaseOf(call).wire)),
  action('cancel', (call) => cancelPurchase(call.world, purchaseOf(call))),
  action('capture', (call) => capturePurchase(call.world, purchaseOf(call), amountOf(call), paceOf(call))),
  action('release', (call) => releasePurchase(call.world, purchaseOf(call), paceOf(call))),
  action('charge', (call) => chargePurchase(call.world, purchaseOf(call), tokenOf(call), paceOf(call))),
  action('delete_recurring_token', (call) => deleteRecurringToken(call.world, purchaseOf(call))),
  action('mark_as_paid', (call) => markAsPaid(call.world, purchaseOf(call))),
  action('resend_invoice', (call) => void purchaseOf(call)),
  route('POST', `/api/v1/purchases/${uuid}/refund/`, 'purchases.refund', (call) =>
    ok(refundPurchase(call.world, purchaseOf(call), amountOf(call), paceOf(call)) ?? purchaseOf(call).wire),
  ),
  route('POST', '/api/v1/payouts/', 'payouts.create', ({ world, body, isTest }) =>
    created(createPayout(world, body, isTest).wire),
  ),
  route('GET', `/api/v1/payouts/${uuid}/`, 'payouts.get', ({ world, id, isTest }) =>
    ok(findPayout(world, id, isTest).wire),
  ),
  route('POST', `/po/${uuid}/[a-z_]+/`, 'payouts.execute', (call) => {
    const record = findPayout(call.world, call.id, call.isTest)
    executePayout(call.world, record, call.body, payoutPlanOf(call))
    return ok(record.wire)
  }),
  route('GET', '/api/v1/payment_methods/', 'paymentMethods', (call) => {
    requireQuery(call, ['brand_id', 'currency'])
    return ok({
      available_payment_methods: ['visa', 'mastercard'],
      by_country: { any: ['card'] },
      country_names: { any: 'Other' },
      names: { visa: 'Visa', mastercard: 'Mastercard' },
      logos: {},
      card_methods: ['visa', 'mastercard'],
    })
  }),
  route('GET', '/api/v1/payout_methods/', 'payoutMethods', (call) => {
    requireQuery(call, ['brand_id', 'currency'])
    return ok({
      available_payout_methods: Object.keys(payoutMethods),
      names: { bank_transfer: 'Bank transfer', card: 'Card', mobile_money: 'Mobile money' },
      logos: {},
      card_methods: ['card'],
    })
  }),
  route('POST', '/api/v1/webhooks/', 'webhooks.create', ({ world, body, isTest }) =>
    created(createWebhook(world, body, isTest)),
  ),
  route('GET', '/api/v1/webhooks/', 'webhooks.list', ({ world, isTest }) =>
    ok(
      page(
        [...world.webhooks.values()].filter((webhook) => webhook.isTest === isTest).map(({ wire }) => wire),
      ),
    ),
  ),
  route('GET', '/api/v1/webhooks/deliveries/', 'webhooks.deliveries', (call) => {
    requireQuery(call, ['id', 'source_type'])
    const [id, type] = [call.query.get('id'), call.query.get('source_type')]
    const log = call.world.deliveries.log.filter((delivery) => !delivery.isForged)
    const found = log.filter(({ sourceId, sourceType }) => sourceId === id && sourceType === type)
    return ok(page(found.map(toWireDelivery)))
  }),
  route('GET', `/api/v1/webhooks/${uuid}/`, 'webhooks.get', ({ world, id, isTest }) =>
    ok(findWebhook(world, id, isTest)),
  ),
  ...['PUT', 'PATCH'].map((method) =>
    route(method, `/api/v1/webhooks/${uuid}/`, 'webhooks.update', ({ world, id, isTest, body }) =>
      ok(updateWebhook(world, findWebhook(world, id, isTest), body)),
    ),
  ),
  route('DELETE', `/api/v1/webhooks/${uuid}/`, 'webhooks.delete', ({ world, id, isTest }) => {
    world.webhooks.delete(findWebhook(world, id, isTest).id)
    return { status: 204, body: null }
  }),
  route('GET', '/api/v1/public_key/', 'publicKey', ({ world }) => ok(companyKeyOf(world).publicPem)),
  route('GET', '/api/v1/account/json/balance/', 'balances', ({ world, isTest }) =>
    ok(wireBalances(bookOf(world, { is_test: isTest }))),
  ),
]

function action(name: string, act: (call: ApiCall) => void): ApiRoute {
  return route('POST', `/api/v1/purchases/${uuid}/${name}/`, `purchases.${name}`, (call) => {
    act(call)
    return ok(purchaseOf(call).wire)
  })
}

function purchaseOf({ world, id, isTest }: ApiCall): ReturnType<typeof findPurchase> {
  return findPurchase(world, id, isTest)
}

const amountForm = z.looseObject({ amount: positiveInteger.nullish() })

function amountOf({ body }: ApiCall): bigint | null {
  const { amount } = parseForm(amountForm, fieldsOf(body))
  return amount == null ? null : BigInt(amount)
}

function tokenOf({ body }: ApiCall): string {
  return parseForm(z.looseObject({ recurring_token: z.string() }), body).recurring_token
}

function paceOf({ pacing }: ApiCall): Pace {
  if (pacing === null || pacing.fault === 'failure_after_success') return null
  return { pendingMs: pacing.delayMs, endsWell: pacing.fault === 'pending' }
}

function payoutPlanOf({ world, pacing }: ApiCall): { waitMs: number; end: PayoutEnd } {
  if (pacing === null) return { waitMs: world.settings.payoutMs, end: 'success' }
  if (pacing.fault === 'failure_after_success') return { waitMs: 0, end: 'taken_back' }
  return { waitMs: pacing.delayMs, end: pacing.fault === 'pending' ? 'success' : 'failure' }
}

function requireQuery({ query }: ApiCall, names: readonly string[]): void {
  for (const name of names) {
    if (!query.get(name)) throw refuseField(name, 'required', 'This field is required.')
  }
}

function page(results: readonly Json[]): Json {
  return { results, next: null, previous: null }
}
