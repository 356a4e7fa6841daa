import cookie from '@fastify/cookie'
import { fastifyPlugin } from 'fastify-plugin'
import type { Config } from '../config/config-schema.ts'
import type { App } from '../plugins/instance.ts'
import { accessTokens } from './access-tokens.ts'
import { authRoutes } from './auth-routes.ts'
import { meRoutes } from './me-routes.ts'
import type { IdentityParts } from './parts.ts'

/** The tokens that tell who asks, and the routes to become somebody. */
export const identity = fastifyPlugin(
  async (app: App, { parts, config }: { parts: IdentityParts; config: Config }) => {
    const { signingKeys: keys, issuer, webOrigins } = config
    await app.register(cookie)
    await app.register(accessTokens, { keys, issuer })
    await app.register(authRoutes, { prefix: '/v1', parts, webOrigins })
    await app.register(meRoutes, { prefix: '/v1', parts })
  },
  { name: 'identity', dependencies: ['access', 'authorization', 'errors', 'openapi'] },
)
