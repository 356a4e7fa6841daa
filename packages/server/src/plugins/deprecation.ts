import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/** That a route goes on working, until when, and what to use instead. */
export interface Deprecation {
  readonly since: Date
  readonly sunset: Date
  /** The path of the route that takes its place. */
  readonly successor: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    deprecation?: Deprecation
  }
}

const shortestNoticeMs = 180 * 86_400_000

/**
 * Tells with every answer of an old version that it is one: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to
 * what takes its place. The description of the API says so too.
 */
export const deprecation = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.addHook('onRoute', (route) => {
      const marked = route.config?.deprecation
      if (marked === undefined) return
      if (marked.sunset.getTime() - marked.since.getTime() < shortestNoticeMs) {
        throw new Error(
          `${route.url} would end less than 180 days after it was deprecated. Give people time.`,
        )
      }
      route.schema = { ...route.schema, deprecated: true }
    })
    app.addHook('onRequest', (request, reply, next) => {
      const marked = request.routeOptions.config.deprecation
      if (marked !== undefined) {
        reply.header('deprecation', `@${Math.floor(marked.since.getTime() / 1000)}`)
        reply.header('sunset', marked.sunset.toUTCString())
        reply.header('link', `<${marked.successor}>; rel="successor-version"`)
      }
      next()
    })
    done()
  },
  { name: 'deprecation' },
)
