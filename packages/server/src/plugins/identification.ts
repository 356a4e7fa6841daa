import type { FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { Principal } from '../contract/access.ts'
import type { App } from './instance.ts'

/** Answers with nobody on a public route; throws what the caller is to be told where a token is wrong. */
export type Identify = (request: FastifyRequest) => Promise<Principal | null>

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the caller was not believed. */
    disbelief?: unknown
  }
}

/**
 * Finds out who asks, before anything is decided by it: limits, permissions, and what the audit trail will say. Whoever
 * is not believed goes on as nobody until they have been counted: forged tokens are limited like everything else.
 */
export const identification = fastifyPlugin(
  (app: App, { identify }: { identify: Identify }, done: () => void) => {
    app.decorateRequest('principal', null)
    app.addHook('onRequest', async (request) => {
      try {
        request.principal = await identify(request)
      } catch (error) {
        request.disbelief = error
      }
      if (request.act !== undefined && request.principal !== null) {
        request.act.actor = `user:${request.principal.userId}`
      }
    })
    done()
  },
  { name: 'identification', dependencies: ['request-context'] },
)
