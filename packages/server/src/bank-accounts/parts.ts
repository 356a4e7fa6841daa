import type { StepUpParts } from '../identity/step-up.ts'
import type { Logger } from '../observability/logger.ts'
import type { BankAccountVerifier } from './bank-account-verifier.ts'

/** What the acts on bank accounts stand on. */
export interface BankAccountParts extends StepUpParts {
  readonly logger: Logger
  readonly verifier: BankAccountVerifier
  /** How long no money goes to an account after it was linked or changed. */
  readonly coolingMs: number
}
