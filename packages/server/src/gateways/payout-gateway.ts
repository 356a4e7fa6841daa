import type { GatewayAmount, GatewayOutcome } from './gateway.ts'

/**
 * What a payout has come to, whatever the gateway calls it. `failed` is not final for a while: a bank may be tried
 * again. `unclear` is a status that nobody here has met.
 */
export type PayoutProgress = 'created' | 'sending' | 'paid' | 'failed' | 'unclear'

/** A payout as the gateway knows it now. Nothing in it is believed before it is compared with what we asked for. */
export interface GatewayPayout {
  readonly id: string
  /** Ours, as we gave it; the gateway does not keep it unique. */
  readonly reference: string
  /** The gateway's own word for its status. */
  readonly status: string
  readonly progress: PayoutProgress
  readonly amount: GatewayAmount
  /** What the gateway keeps for it, beside the amount. */
  readonly fee: bigint
  readonly isTest: boolean
  readonly brand: string
  /** Where to execute it; absent where that is no longer possible. */
  readonly executionUrl: string | undefined
}

/** What we ask a gateway to pay out. The only place where an account number leaves the service. */
export interface PayoutRequest {
  readonly reference: string
  readonly amount: GatewayAmount
  readonly recipient: {
    readonly mail: string
    readonly holder: string
    readonly bankName: string
    readonly accountNumber: string
  }
  readonly description: string
}

/**
 * Money out, in two steps: creating moves nothing, executing does. An execute whose answer says no, or that got none,
 * may have happened all the same: after it only `status` counts.
 */
export interface PayoutGateway {
  create(request: PayoutRequest): Promise<GatewayOutcome<GatewayPayout>>
  /** Reads a payout; nothing where the gateway knows none of this id, and an error where it cannot be asked now. */
  status(payoutId: string): Promise<GatewayPayout | undefined>
  execute(payout: Pick<GatewayPayout, 'id' | 'executionUrl'>): Promise<GatewayOutcome<GatewayPayout>>
}
