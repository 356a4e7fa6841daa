import fastifyCors from '@fastify/cors'
import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/**
 * Lets pages of the listed origins call the API with their cookies, and no others: a browser hands an answer to a page
 * only where these header fields allow it. A preflight is good for a day.
 */
export const cors = fastifyPlugin(
  async (app: App, { origins }: { origins: readonly string[] }) => {
    app.addHook('onRoute', (route) => {
      const isPreflight = route.method === 'OPTIONS' && route.url === '*'
      if (isPreflight) route.config = { ...route.config, access: 'public', limit: 'none' }
    })
    await app.register(fastifyCors, {
      origin: [...origins],
      credentials: true,
      maxAge: 86_400,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-request-id'],
      exposedHeaders: [
        'deprecation',
        'etag',
        'idempotency-replayed',
        'link',
        'location',
        'ratelimit',
        'ratelimit-policy',
        'retry-after',
        'sunset',
        'x-request-id',
      ],
    })
  },
  { name: 'cors', dependencies: ['access'] },
)
