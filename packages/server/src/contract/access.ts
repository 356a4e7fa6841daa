/** Who may use a route: anybody, or whoever is logged in. Every route says so, or the service does not start. */
export type Access = 'public' | 'user'

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
