import { fastifyPlugin } from 'fastify-plugin'
import { type Act, actAs } from '../database/act.ts'
import type { Readiness } from '../database/readiness.ts'
import type { App } from './instance.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the audit trail will say of writes made for this request. */
    act?: Act
  }
}

/**
 * What every answer says: the id to quote, how long it took (`Server-Timing`, in ms), and, while the process stops,
 * that the next request needs another connection. And what every write made for a request says of it: its id, and who
 * asked.
 */
export const requestContext = fastifyPlugin(
  (app: App, { readiness }: { readiness: Pick<Readiness, 'isStopping'> }, done: () => void) => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header('x-request-id', request.id)
      const { traceparent } = request.headers
      request.act = {
        actor: 'anonymous',
        requestId: request.id,
        ...(typeof traceparent === 'string' && traceForm.test(traceparent) && { traceparent }),
      }
      actAs(request.act, next)
    })
    // Once more, because the body arrives on behalf of its socket: what runs after that would have no act.
    app.addHook('preValidation', (request, _reply, next) => {
      if (request.act === undefined) next()
      else actAs(request.act, next)
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

const traceForm = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/
