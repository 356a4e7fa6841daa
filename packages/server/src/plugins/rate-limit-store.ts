import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { Kysely } from 'kysely'
import { countRequest, type RequestCount, removeOldCounts } from '../database/request-counts.ts'
import type { Tables } from '../database/tables.ts'

const tidyEveryMs = 60_000
const mostRemembered = 10_000

/**
 * Counts in PostgreSQL, where all instances see the same number. Who is over the limit is remembered here until the
 * window ends: a flood of refused requests then costs the database nothing.
 */
export function rateLimitStore(
  db: Kysely<Tables>,
  onTidyFailure: (error: unknown) => void,
): FastifyRateLimitStoreCtor {
  const exhausted = new Map<string, { requests: number; endsAtMs: number }>()
  let tidyAtMs = performance.now() + tidyEveryMs

  async function count(key: string, windowMs: number, limit: number): Promise<RequestCount> {
    const nowMs = performance.now()
    const known = exhausted.get(key)
    if (known !== undefined && known.endsAtMs > nowMs) {
      return { requests: known.requests, windowEndsInMs: known.endsAtMs - nowMs }
    }
    exhausted.delete(key)
    const counted = await countRequest(db, { key, windowMs })
    if (counted.requests > limit) remember(key, counted)
    if (nowMs > tidyAtMs) {
      tidyAtMs = nowMs + tidyEveryMs
      void removeOldCounts(db).catch(onTidyFailure)
    }
    return counted
  }

  function remember(key: string, { requests, windowEndsInMs }: RequestCount): void {
    // Forgetting the oldest costs one statement when its caller comes back, and keeps the memory of a flood bounded.
    const [oldest] = exhausted.keys()
    if (exhausted.size >= mostRemembered && oldest !== undefined) exhausted.delete(oldest)
    exhausted.set(key, { requests, endsAtMs: performance.now() + windowEndsInMs })
  }

  return class Store implements FastifyRateLimitStore {
    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      windowMs: number,
      limit: number,
    ): void {
      count(key, windowMs, limit).then(
        ({ requests, windowEndsInMs }) => done(null, { current: requests, ttl: windowEndsInMs }),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      )
    }

    // Policies come with each call, so every route can share this one.
    child(): this {
      return this
    }
  }
}
