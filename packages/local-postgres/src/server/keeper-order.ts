import type { LocalPostgresErrorCode, LocalPostgresErrorDetails } from '../errors/local-postgres-error.ts'
import type { PostgresVersion } from '../platform/postgres-versions.ts'
import type { ServerUser } from '../platform/server-user.ts'

/** What a keeper is told to keep. It travels as JSON on the keeper's command line and holds no secret. */
export type KeeperOrder = {
  readonly dataDir: string
  readonly leaseId: string
  readonly version: PostgresVersion
  /** The folder with `bin`, `lib` and `share`. */
  readonly binaries: string
  readonly user: ServerUser | null
  /** The data folder ends with the server. */
  readonly isTemporary: boolean
  readonly durable: boolean
  /** Null: any free one. */
  readonly port: number | null
  readonly settings: Readonly<Record<string, string>>
  readonly deadlineMs: number
}

/** What a keeper reports to the process that started it. */
export type KeeperReport =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'failed'
      readonly code: LocalPostgresErrorCode
      readonly message: string
      readonly details: LocalPostgresErrorDetails
    }
  | { readonly kind: 'crashed'; readonly lastLines: string }

/** The file descriptor under which a keeper, and PostgreSQL after it, finds the lease. */
export const inheritedLease = 3
