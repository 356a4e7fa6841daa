import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Access, Principal } from '../contract/access.ts'

/** A Fastify instance whose schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where nobody is logged in. See `principalOf` for the routes that always have one. */
    principal: Principal | null
  }
  interface FastifyContextConfig {
    access?: Access
    /** Asked every few seconds by machines: a good answer is logged at `debug` only. */
    isProbe?: boolean
  }
}
