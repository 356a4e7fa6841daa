import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { Kysely } from 'kysely'
import { countRequest, type RequestCount, removeOldCounts } from '../database/request-counts.ts'
import type { Tables } from '../database/tables.ts'

const tidyEveryMs = 60_000
const mostRemembered = 10_000

/**
 * Counts in PostgreSQL, where all instances see the same number. Who was refused is remembered here until the next
 * request would be taken: a flood of refused requests then costs the database nothing.
 */
export function rateLimitStore(
  db: Kysely<Tables>,
  onTidyFailure: (error: unknown) => void,
): FastifyRateLimitStoreCtor {
  const refusedUntilMs = new Map<string, number>()
  let tidyAtMs = performance.now() + tidyEveryMs

  async function count(key: string, windowMs: number, limit: number): Promise<RequestCount> {
    const nowMs = performance.now()
    const untilMs = refusedUntilMs.get(key)
    if (untilMs !== undefined && untilMs > nowMs) {
      return { taken: limit, isRefused: true, nextInMs: untilMs - nowMs }
    }
    refusedUntilMs.delete(key)
    const counted = await countRequest(db, { key, windowMs, limit })
    if (counted.isRefused) rememberRefusal(key, performance.now() + counted.nextInMs)
    if (nowMs > tidyAtMs) {
      tidyAtMs = nowMs + tidyEveryMs
      void removeOldCounts(db).catch(onTidyFailure)
    }
    return counted
  }

  function rememberRefusal(key: string, untilMs: number): void {
    // Forgetting the oldest costs one statement when its caller comes back, and keeps the memory of a flood bounded.
    const [oldest] = refusedUntilMs.keys()
    if (refusedUntilMs.size >= mostRemembered && oldest !== undefined) refusedUntilMs.delete(oldest)
    refusedUntilMs.set(key, untilMs)
  }

  return class Store implements FastifyRateLimitStore {
    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
      windowMs: number,
      limit: number,
    ): void {
      count(key, windowMs, limit).then(
        ({ taken, isRefused, nextInMs }) =>
          done(null, { current: isRefused ? limit + 1 : taken, ttl: nextInMs }),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      )
    }

    // Policies come with each call, so every route can share this one.
    child(): this {
      return this
    }
  }
}
