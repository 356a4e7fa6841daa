import { fastifyPlugin } from 'fastify-plugin'
import type { Readiness } from '../database/readiness.ts'
import type { App } from './instance.ts'

/**
 * What every answer says: the id to quote, how long it took (`Server-Timing`, in ms), and, while the process stops,
 * that the next request needs another connection.
 */
export const requestContext = fastifyPlugin(
  (app: App, { readiness }: { readiness: Pick<Readiness, 'isStopping'> }, done: () => void) => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header('x-request-id', request.id)
      next()
    })
    app.addHook('onSend', (_request, reply, _payload, next) => {
      reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`)
      if (readiness.isStopping()) reply.header('connection', 'close')
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
      next()
    })
    done()
  },
  { name: 'request-context' },
)
