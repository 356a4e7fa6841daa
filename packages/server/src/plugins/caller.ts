import type { FastifyRequest } from 'fastify'
import type { Role } from '../contract/permissions.ts'

/** Who sent a request, as the database says at this moment. A token alone proves neither the session nor the roles. */
export interface Caller {
  readonly userId: string
  readonly tenantId: number
  readonly sessionId: string
  readonly roles: readonly Role[]
  /** Set by staff; decides how many requests a minute are taken. */
  readonly tier: 'standard' | 'premium'
}

/** Answers with nobody where a request carries no token, or one whose session has ended. */
export type Identify = (request: FastifyRequest) => Promise<Caller | undefined>

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent where nobody is signed in. */
    caller?: Caller
  }
}

/** The caller of a route that takes a permission, and is therefore reached by nobody else. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Error('A route that asks who calls declares a permission.')
  return caller
}
