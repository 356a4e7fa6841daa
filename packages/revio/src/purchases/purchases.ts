import type { Amount } from '../amount.ts'
import { type Api, apiRequest } from '../api.ts'
import { RevioReplyError } from '../errors/index.ts'
import type { Refund } from '../objects/payment.ts'
import type { Purchase } from '../objects/purchase.ts'
import { readPurchase, readRefund } from '../objects/read-object.ts'
import type { Outcome } from '../outcome.ts'
import { requireId, requireNewId, requireSameId } from '../wire.ts'
import { type NewPurchase, toActionBody, toPurchaseBody } from './purchase-request.ts'

/** Purchases: ask a payer for money, and act on what came of it. */
export type Purchases = {
  /**
   * Makes a purchase and answers it with its `checkoutUrl`. After an unknown outcome its id is lost and nothing
   * can look it up: make another under a new reference. The lost one is harmless, as no payer ever sees it.
   */
  create(purchase: NewPurchase): Promise<Outcome<Purchase>>
  get(id: string): Promise<Purchase>
  /** Ends an unpaid purchase. */
  cancel(id: string): Promise<Outcome<Purchase>>
  /** Takes held money, all or part; the rest is let go. May answer `pending_capture`. */
  capture(id: string, amount?: Amount): Promise<Outcome<Purchase>>
  /** Lets held money go. May answer `pending_release`. */
  release(id: string): Promise<Outcome<Purchase>>
  /**
   * Gives money back, all or part. Each call that succeeds is another refund: after an unknown outcome wait a
   * minute, read the purchase and compare `refundable` before anything else.
   */
  refund(id: string, amount?: Amount): Promise<Outcome<Refund>>
  /** Pays a purchase with the card kept by an earlier one. May answer `pending_charge`. */
  charge(id: string, recurringToken: string): Promise<Outcome<Purchase>>
  /** Forgets the card that a purchase has kept. */
  deleteRecurringToken(id: string): Promise<Outcome<Purchase>>
}

export function createPurchases(api: Api): Purchases {
  const act = async <Value>(
    action: 'cancel' | 'capture' | 'release' | 'refund' | 'charge' | 'delete_recurring_token',
    id: string,
    toBody: () => unknown,
    parse: (body: unknown) => Value,
  ): Promise<Outcome<Value>> =>
    api.transport.write({
      name: `purchases.${action}`,
      prepare: () => {
        const path = `purchases/${requireId(id, 'purchase')}/${action}/` as const
        return apiRequest(api, 'POST', path, { body: toBody() })
      },
      parse,
    })

  return {
    async create(purchase) {
      return api.transport.write({
        name: 'purchases.create',
        prepare: () => apiRequest(api, 'POST', 'purchases/', { body: toPurchaseBody(purchase, api.brandId) }),
        parse: (body) => requireNewId(readPurchase(body)),
      })
    },
    async get(id) {
      return api.transport.read({
        name: 'purchases.get',
        prepare: () => apiRequest(api, 'GET', `purchases/${requireId(id, 'purchase')}/`),
        parse: (body) => requireSameId(readPurchase(body), id),
      })
    },
    cancel: async (id) => act('cancel', id, nothing, (body) => requireSameId(readPurchase(body), id)),
    capture: async (id, amount) =>
      act(
        'capture',
        id,
        () => toActionBody(amount),
        (body) => requireSameId(readPurchase(body), id),
      ),
    release: async (id) => act('release', id, nothing, (body) => requireSameId(readPurchase(body), id)),
    refund: async (id, amount) =>
      act(
        'refund',
        id,
        () => toActionBody(amount),
        (body) => requireRefundOf(readRefund(body), id, amount),
      ),
    charge: async (id, recurringToken) =>
      act(
        'charge',
        id,
        () => ({ recurring_token: requireId(recurringToken, 'recurring token') }),
        (body) => requireSameId(readPurchase(body), id),
      ),
    deleteRecurringToken: async (id) =>
      act('delete_recurring_token', id, nothing, (body) => requireSameId(readPurchase(body), id)),
  }
}

function nothing(): undefined {
  return undefined
}

function requireRefundOf(refund: Refund, id: string, asked: Amount | undefined): Refund {
  if (refund.kind === 'purchase') {
    requireSameId(refund.purchase, id)
    return refund
  }
  const { purchaseId, payment } = refund.payment
  const isOurs = purchaseId === null || purchaseId === id
  const isAmount =
    asked === undefined ||
    (payment.amount.amount === asked.amount && payment.amount.currency === asked.currency)
  if (isOurs && isAmount) return refund
  throw new RevioReplyError(
    'other_object',
    `Asked to refund ${id}, the provider answered another refund.`,
    null,
  )
}
