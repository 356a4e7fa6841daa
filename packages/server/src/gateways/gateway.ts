import type { PayoutGateway } from './payout-gateway.ts'

/** Money as a gateway states it. Its currency is its own word, which has still to be compared with ours. */
export interface GatewayAmount {
  readonly amount: bigint
  readonly currency: string
}

/**
 * What a payment has come to, whatever the gateway calls it. `failed` and `expired` are not final: a payer may try
 * again, and money that was on its way still arrives. `unclear` is a status that nobody here has met.
 */
export type PaymentProgress = 'waiting' | 'authorized' | 'paid' | 'failed' | 'expired' | 'unclear'

/** A purchase as the gateway knows it now. Nothing in it is believed before it is compared with what we asked for. */
export interface GatewayPurchase {
  readonly id: string
  /** Ours, as we gave it; the gateway does not keep it unique. */
  readonly reference: string
  /** The gateway's own word for its status. */
  readonly status: string
  readonly progress: PaymentProgress
  readonly asked: GatewayAmount
  /** What came in; absent until it has. */
  readonly received: (GatewayAmount & { readonly fee: bigint }) | undefined
  /** What of it went back to the payer, by refunds and charge-backs together. */
  readonly returned: bigint
  readonly isReturning: boolean
  readonly isChargedBack: boolean
  readonly isTest: boolean
  readonly brand: string
  readonly checkoutUrl: string | undefined
}

/** What we ask a gateway to ask of a payer. */
export interface PaymentRequest {
  readonly reference: string
  readonly amount: GatewayAmount
  readonly payer: { readonly mail: string; readonly name: string }
  readonly description: string
  /** Whether the money is taken at once, or only authorized. */
  readonly capture: 'automatic' | 'manual'
  /** Where the payer's browser goes afterwards. */
  readonly returnUrl: string | undefined
}

/**
 * What became of a request that moves something. It is never sent twice: after `unknown` the purchase is read, and
 * after `refused` nothing has happened. `isTransient` says whether the same may be accepted later.
 */
export type GatewayOutcome<T> =
  | { readonly outcome: 'done'; readonly value: T }
  | {
      readonly outcome: 'refused'
      readonly reason: string
      readonly isTransient: boolean
      readonly error: unknown
    }
  | { readonly outcome: 'unknown'; readonly reason: string; readonly error: unknown }

/**
 * A provider of payments. None of its methods may be called in a transaction or under a lock: a provider answers when
 * it likes.
 */
export interface Gateway {
  /** Part of account codes and of addresses: never changed. */
  readonly name: string
  /** The mode our key belongs to. What a purchase of the other mode says is not about our money. */
  readonly isTest: boolean
  readonly brand: string
  initiate(request: PaymentRequest): Promise<GatewayOutcome<GatewayPurchase>>
  /** Reads a purchase; nothing where the gateway knows none of this id, and an error where it cannot be asked now. */
  status(purchaseId: string): Promise<GatewayPurchase | undefined>
  capture(purchaseId: string, amount: GatewayAmount): Promise<GatewayOutcome<GatewayPurchase>>
  release(purchaseId: string): Promise<GatewayOutcome<GatewayPurchase>>
  /** Gives money back. What the answer says is not relied on: the purchase is read afterwards. */
  refund(purchaseId: string, amount: GatewayAmount): Promise<GatewayOutcome<void>>
  readonly payouts: PayoutGateway
}
