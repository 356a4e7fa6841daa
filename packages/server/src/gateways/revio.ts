import { type Purchase, type PurchaseStatus, type RevioClient, RevioRefusalError } from '@evenkeel/revio'
import type { Gateway, GatewayPurchase, PaymentProgress } from './gateway.ts'
import { outcomeOf } from './outcome-of.ts'
import { createRevioPayouts } from './revio-payouts.ts'

/** Revio as a gateway. */
export function createRevioGateway(
  client: RevioClient,
  { brandId, isTest }: { brandId: string; isTest: boolean },
): Gateway {
  const { purchases, balances } = client
  return {
    name: 'revio',
    isTest,
    brand: brandId,
    async initiate({ reference, amount, payer, description, capture, returnUrl }) {
      const created = await purchases.create({
        reference,
        payer: { email: payer.mail, fullName: payer.name.slice(0, 128) },
        products: [{ name: description, price: amount }],
        skipCapture: capture === 'manual',
        ...(returnUrl !== undefined && {
          redirects: { success: returnUrl, failure: returnUrl, cancel: returnUrl },
        }),
      })
      return outcomeOf(created, toGatewayPurchase)
    },
    async status(id) {
      try {
        return toGatewayPurchase(await purchases.get(id))
      } catch (error) {
        if (error instanceof RevioRefusalError && error.status === 404) return undefined
        throw error
      }
    },
    capture: async (id, amount) => outcomeOf(await purchases.capture(id, amount), toGatewayPurchase),
    release: async (id) => outcomeOf(await purchases.release(id), toGatewayPurchase),
    refund: async (id, amount) => outcomeOf(await purchases.refund(id, amount), () => undefined),
    payouts: createRevioPayouts(client),
    balances: async () =>
      (await balances()).map(({ currency, balance, fees }) => ({
        currency,
        held: balance.amount,
        fees: fees?.amount,
      })),
  }
}

/** Exported for its test: the table of what each status means is where money would be misread. */
export function toGatewayPurchase(purchase: Purchase): GatewayPurchase {
  const { id, reference, status, amount, payment, refundable, isTest, brandId, checkoutUrl } = purchase
  const received = payment === null || payment.isOutgoing ? undefined : payment
  return {
    id,
    reference,
    status,
    progress: progressOf(status),
    asked: amount,
    received: received && { ...received.amount, fee: received.fee?.amount ?? 0n },
    returned: received === undefined ? 0n : received.amount.amount - refundable.amount,
    isReturning: status === 'pending_refund',
    isChargedBack: status === 'chargeback',
    isTest,
    brand: brandId,
    checkoutUrl: checkoutUrl ?? undefined,
  }
}

function progressOf(status: PurchaseStatus): PaymentProgress {
  return progress.get(status) ?? 'unclear'
}

const progress: ReadonlyMap<string, PaymentProgress> = new Map([
  ...words('waiting', 'created', 'sent', 'viewed', 'overdue', 'pending_execute', 'pending_charge'),
  ...words('authorized', 'hold', 'pending_capture', 'pending_release'),
  ...words('paid', 'paid', 'cleared', 'settled', 'pending_refund', 'refunded', 'chargeback', 'retrieved'),
  ...words('failed', 'error', 'blocked', 'cancelled', 'released'),
  ...words('expired', 'expired'),
])

function words(meaning: PaymentProgress, ...statuses: PurchaseStatus[]): [string, PaymentProgress][] {
  return statuses.map((status) => [status, meaning])
}
