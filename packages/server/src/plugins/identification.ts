import { fastifyPlugin } from 'fastify-plugin'
import type { Identify } from './caller.ts'
import type { App } from './instance.ts'

/** Finds out who asks, before anything is decided by it: limits, permissions, and what the audit trail will say. */
export const identification = fastifyPlugin(
  (app: App, { identify }: { identify: Identify }, done: () => void) => {
    app.addHook('onRequest', async (request) => {
      const found = await identify(request)
      if (found === undefined) return
      request.caller = found
      if (request.act !== undefined) request.act.actor = `user:${found.userId}`
    })
    done()
  },
  { name: 'identification', dependencies: ['request-context'] },
)
