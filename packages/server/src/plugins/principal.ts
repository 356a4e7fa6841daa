import type { FastifyRequest } from 'fastify'
import type { Principal } from '../contract/access.ts'

/** Who asks on a route that takes a login, and is therefore reached by nobody else. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (principal === null) throw new Error('A route that asks for its principal declares a permission.')
  return principal
}
