import type { FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { z } from 'zod'
import type { App } from './instance.ts'

/** Where a request has nothing to say in its body, it may come without one: that is the same as an empty one. */
export const nothingToSay = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.addHook('onRoute', (route) => {
      if (!isNothing(route.schema?.body)) return
      route.preValidation = [takeNoneForEmpty, ...[route.preValidation ?? []].flat()]
    })
    done()
  },
  { name: 'nothing-to-say' },
)

/** An object without a member, which takes no other. */
const isNothing = (schema: unknown): boolean =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).length === 0

async function takeNoneForEmpty(request: FastifyRequest): Promise<void> {
  request.body ??= {}
}
