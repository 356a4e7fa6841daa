import type { FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { Principal } from '../contract/access.ts'
import type { App } from './instance.ts'

/** Answers with nobody where a request carries no token, or one whose session has ended. */
export type Identify = (request: FastifyRequest) => Promise<Principal | null>

/** Finds out who asks, before anything is decided by it: limits, permissions, and what the audit trail will say. */
export const identification = fastifyPlugin(
  (app: App, { identify }: { identify: Identify }, done: () => void) => {
    app.decorateRequest('principal', null)
    app.addHook('onRequest', async (request) => {
      request.principal = await identify(request)
      if (request.act !== undefined && request.principal !== null) {
        request.act.actor = `user:${request.principal.userId}`
      }
    })
    done()
  },
  { name: 'identification', dependencies: ['request-context'] },
)
