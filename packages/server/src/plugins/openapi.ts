import swagger from '@fastify/swagger'
import { fastifyPlugin } from 'fastify-plugin'
import { packageVersion } from '../generated/wallet-migrations.ts'
import type { App } from './instance.ts'
import { transform, transformObject } from './openapi-schemas.ts'

const description = [
  "Owners' money, kept in a double-entry ledger.",
  '',
  'Every answer that is no success is a problem in the sense of RFC 9457. Programs branch on its `code` and its',
  '`retryable`; people read `title` and `detail`, and quote `request_id` when they ask for help.',
].join('\n')

/** Describes every route from its schemas, as OpenAPI 3.1, at /openapi.json. */
export const openapi = fastifyPlugin(
  async (app: App) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Evenkeel wallet service', version: packageVersion, description, license },
        servers: [{ url: '/', description: 'Where this document came from' }],
        tags: [
          { name: 'auth', description: 'To an account, and into it' },
          { name: 'me', description: 'For whoever is logged in, about themselves' },
          { name: 'money', description: 'Wallets, and what moves them' },
          { name: 'bank account', description: 'Where the money of an owner goes when it leaves' },
          { name: 'admin', description: 'For staff; each route names the permission it takes' },
          { name: 'webhooks', description: 'For payment providers' },
          { name: 'health', description: 'For whoever runs the service' },
        ],
        components: {
          securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
        },
      },
      transform,
      transformObject,
    })
    app.get('/openapi.json', { config: { access: 'public', limit: 'none' }, schema: { hide: true } }, () =>
      app.swagger(),
    )
  },
  { name: 'openapi' },
)

const license = { name: 'Apache-2.0', identifier: 'Apache-2.0' }
