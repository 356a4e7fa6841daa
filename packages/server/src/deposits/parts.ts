import type { Clock, PgLedger } from '@evenkeel/ledger'
import type { DepositLimits } from '../config/deposit-limits.ts'
import type { Db } from '../database/transaction.ts'
import type { Gateways } from '../gateways/gateways.ts'
import type { Logger } from '../observability/logger.ts'

/** What the acts on deposits stand on. */
export interface DepositParts {
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
  readonly ledger: PgLedger
  readonly gateways: Gateways
  readonly limits: DepositLimits
  /** Where a payer's browser goes after the checkout page. */
  readonly returnUrl: string | undefined
}
