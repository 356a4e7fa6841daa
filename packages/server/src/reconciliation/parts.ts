import type { DepositParts } from '../deposits/deposits.ts'

/** What a comparison of our side with the gateways stands on. */
export interface ReconciliationParts extends DepositParts {
  /** The tenant of the service: one account at a gateway serves all tenants. */
  tenantId(): Promise<number>
}
