import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/** What every answer says about its request: the id to quote, and how long it took (`Server-Timing`, in ms). */
export const requestContext = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header('x-request-id', request.id)
      next()
    })
    app.addHook('onSend', (_request, reply, _payload, next) => {
      reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`)
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      next()
    })
    done()
  },
  { name: 'request-context' },
)
