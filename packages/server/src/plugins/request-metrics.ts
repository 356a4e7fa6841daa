import { fastifyPlugin } from 'fastify-plugin'
import type { Metrics } from '../observability/metrics.ts'
import type { App } from './instance.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the problem that was answered with. */
    problemCode?: string
  }
}

/** Measures every request under the address as it was declared: one as it was sent would make a series for each id. */
export const requestMetrics = fastifyPlugin(
  (app: App, { metrics }: { metrics: Metrics }, done: () => void) => {
    app.addHook('onResponse', (request, reply, next) => {
      metrics.answered({
        method: request.method,
        route: request.is404 ? 'nothing' : (request.routeOptions.url ?? 'nothing'),
        status: reply.statusCode,
        seconds: reply.elapsedTime / 1000,
      })
      if (request.problemCode !== undefined) metrics.rejected(request.problemCode)
      next()
    })
    done()
  },
  { name: 'request-metrics' },
)
