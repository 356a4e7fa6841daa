import { fastifyPlugin } from 'fastify-plugin'
import { z } from 'zod'
import type { App } from './instance.ts'

/**
 * What a route does not know is refused, in its body and in its query: a misspelt field that is silently dropped looks
 * like one that worked. A route that names no parameters takes none.
 */
export const strictInput = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.addHook('onRoute', (route) => {
      if (!/^\/v\d+\//.test(route.url)) return
      const { body, querystring = z.strictObject({}) } = route.schema ?? {}
      for (const [part, schema] of Object.entries({ body, querystring })) {
        if (isOpen(schema)) {
          throw new Error(
            `The ${part} of ${route.method} ${route.url} drops what it does not know. Use z.strictObject.`,
          )
        }
      }
      route.schema = { ...route.schema, querystring }
    })
    done()
  },
  { name: 'strict-input' },
)

/** An object that says nothing about other members: zod drops them. */
function isOpen(schema: unknown): boolean {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined
}
