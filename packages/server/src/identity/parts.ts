import type { Clock } from '@evenkeel/ledger'
import type { Db } from '../database/transaction.ts'
import type { Logger } from '../observability/logger.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { IdentityBackEnd } from './identity-back-end.ts'
import type { Lifetimes } from './lifetimes.ts'
import type { PasswordHasher } from './password-hasher.ts'

/** What the acts of identity stand on. */
export interface IdentityParts {
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
  readonly keyring: Keyring
  readonly lifetimes: Lifetimes
  readonly hasher: PasswordHasher
  readonly backEnd: IdentityBackEnd
  /** Who signs tokens; the name that an app of codes shows too. */
  readonly issuer: string
  /** The tenant of requests without a login. */
  tenantId(): Promise<number>
}
