import type { PgLedger } from '@evenkeel/ledger'
import type { WithdrawalLimits } from '../config/withdrawal-limits.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { StepUpParts } from '../identity/step-up.ts'
import type { Logger } from '../observability/logger.ts'

/** What the acts on withdrawals stand on. */
export interface WithdrawalParts extends StepUpParts {
  readonly logger: Logger
  readonly ledger: PgLedger
  readonly gateways: Gateways
  readonly limits: WithdrawalLimits
  readonly cooling: Cooling
}

/** How long no money leaves after a change that a thief would make first. */
export interface Cooling {
  readonly bankAccountMs: number
  /** After a new password or a new second factor. */
  readonly securityMs: number
}
