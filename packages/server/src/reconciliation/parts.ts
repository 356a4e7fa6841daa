import type { DepositParts } from '../deposits/deposits.ts'
import type { WithdrawalParts } from '../withdrawals/withdrawals.ts'

/** What a comparison of our side with the gateways stands on. */
export interface ReconciliationParts extends DepositParts {
  readonly withdrawals: WithdrawalParts
  /** The tenant of the service: one account at a gateway serves all tenants. */
  tenantId(): Promise<number>
}
