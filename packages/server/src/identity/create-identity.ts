import type { Clock } from '@evenkeel/ledger'
import type { Config } from '../config/config-schema.ts'
import type { Db } from '../database/transaction.ts'
import type { Logger } from '../observability/logger.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { createDatabaseBackEnd } from './database-back-end.ts'
import { lifetimesOf } from './lifetimes.ts'
import type { IdentityParts } from './parts.ts'
import { createPasswordHasher } from './password-hasher.ts'
import { findTenantId } from './user-store.ts'

/** Wires identity together. Nothing connects before the first request. */
export function createIdentity({
  config,
  logger,
  db,
  clock,
}: {
  config: Config
  logger: Logger
  db: Db
  clock: Clock
}): IdentityParts {
  const hasher = createPasswordHasher()
  let tenantId: number | undefined
  return {
    db,
    clock,
    logger,
    hasher,
    keyring: createKeyring(config.encryptionKeys),
    lifetimes: lifetimesOf(config),
    backEnd: createDatabaseBackEnd({ db, clock, hasher }),
    issuer: config.issuer,
    async tenantId() {
      tenantId ??= await findTenantId(db, 'default')
      return tenantId
    },
  }
}
