import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { App } from './instance.ts'
import { ProblemError } from './problem-of.ts'
import { type LimitPolicy, limitFor, type RouteLimit } from './rate-limit-policy.ts'
import { rateLimitStore } from './rate-limit-store.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the caller's own class does not fit: logging in, paying, searching, or a policy of the route's own. */
    limit?: RouteLimit
  }
}

/**
 * Limits how often one caller may ask, counted for all instances together. Whoever is signed in is counted by user,
 * everybody else by address; of IPv6 by the /64, because that is what one customer of a provider has.
 */
export const rateLimit = fastifyPlugin(
  async (app: App, { db, metrics }: { db: Kysely<Tables>; metrics: Metrics }) => {
    await app.register(fastifyRateLimit, {
      global: false,
      store: rateLimitStore(db, (error) => app.log.warn({ err: error }, 'old request counts stay')),
      keyGenerator: (request) => `${policyOf(request).name}:${countedAs(request)}`,
      max: (request) => policyOf(request).requests,
      timeWindow: (request) => policyOf(request).windowMs,
    })
    const count = app.createRateLimit()

    app.addHook('onRequest', async (request, reply) => {
      const policy = limitFor(request.routeOptions.config.limit, request.principal)
      // An address where nothing is costs less to answer than to count.
      if (policy === undefined || request.is404) return
      const counted = await count(request).catch((error: unknown) => {
        request.log.warn({ err: error, policy: policy.name }, 'a request was not counted')
        metrics.uncounted(policy.name)
        if (policy.uncounted === 'allow') return undefined
        throw new ProblemError('limit_unavailable', 'Nothing was done. Try again.')
      })
      if (counted === undefined || counted.isAllowed) return
      describeLimit(reply, policy, counted)
      if (!counted.isExceeded) return
      metrics.rateLimited(policy.name)
      reply.header('retry-after', String(counted.ttlInSeconds))
      throw new ProblemError(
        'rate_limited',
        `This is more than ${policy.requests} requests in ${policy.windowMs / 1000} s. Nothing was done. Wait ${counted.ttlInSeconds} s.`,
      )
    })
  },
  { name: 'rate-limit', dependencies: ['identification'] },
)

/** Header fields as the IETF draft has them (draft-ietf-httpapi-ratelimit-headers-11): what is granted, what is left. */
function describeLimit(
  reply: FastifyReply,
  { name, requests, windowMs }: LimitPolicy,
  { remaining, ttlInSeconds }: { remaining: number; ttlInSeconds: number },
): void {
  reply.header('ratelimit-policy', `"${name}";q=${requests};w=${windowMs / 1000}`)
  reply.header('ratelimit', `"${name}";r=${remaining};t=${ttlInSeconds}`)
}

function policyOf(request: FastifyRequest): LimitPolicy {
  const policy = limitFor(request.routeOptions.config.limit, request.principal)
  if (policy === undefined) throw new Error('A request without a limit is not counted.')
  return policy
}

function countedAs({ principal, ip }: FastifyRequest): string {
  return principal === null ? fastifyRateLimit.normalizeIP(ip) : principal.userId
}
