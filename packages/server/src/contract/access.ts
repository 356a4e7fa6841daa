import type { Permission } from './permissions.ts'

/**
 * Who may use a route: anybody, whoever is logged in, or whoever has a role that grants the permission. Every route
 * says so, or the service does not start.
 */
export type Access = 'public' | 'user' | Permission

/** Whoever is logged in, as of this request: read from the database, not from the token. */
export interface Principal {
  readonly userId: string
  readonly tenantId: number
  /** The tenant's code, as in the token and in logs. */
  readonly tenant: string
  readonly sessionId: string
  readonly mail: string
  readonly name: string
  readonly tier: 'standard' | 'premium'
  readonly roles: readonly string[]
}
