import helmet from '@fastify/helmet'
import { fastifyPlugin } from 'fastify-plugin'
import type { App } from './instance.ts'

/** The header fields that keep browsers from doing more with an answer than reading it. */
export const security = fastifyPlugin(
  async (app: App) => {
    await app.register(helmet, {
      // An API answers with data: nothing in it may load, run, be framed or be sent anywhere.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
        },
      },
      strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    })
  },
  { name: 'security' },
)
