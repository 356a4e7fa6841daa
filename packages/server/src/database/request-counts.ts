import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export interface RequestCount {
  /** Requests that were taken and still count, this one included where it was taken. */
  readonly taken: number
  readonly isRefused: boolean
  /** Until the oldest of them stops counting, and one more is taken. */
  readonly nextInMs: number
}

/**
 * Counts one request for all instances, in one statement, or refuses it. Whatever the moment, never more than `limit`
 * are taken within `windowMs`. Counters of fixed windows would take twice as many around the end of one, and averages
 * over two windows nearly as many; exactness costs eight bytes for each request that counts. A refused one does not, so
 * that whoever goes on asking is let in again all the same.
 */
export async function countRequest(
  db: Kysely<Tables>,
  { key, windowMs, limit }: { key: string; windowMs: number; limit: number },
): Promise<RequestCount> {
  const windowLength = sql`${windowMs}::integer * interval '1 millisecond'`
  const { rows } = await sql<RequestCount>`
    INSERT INTO wallet.request_count AS counted (key, taken_at, stale_at)
    VALUES (${key}, ARRAY[now()], now() + ${windowLength})
    ON CONFLICT (key) DO UPDATE
    SET (taken_at, refused_at, stale_at) = (
      SELECT CASE WHEN cardinality(recent) < ${limit}::integer THEN recent || now() ELSE recent END,
             CASE WHEN cardinality(recent) < ${limit}::integer THEN NULL ELSE now() END,
             now() + ${windowLength}
      FROM (
        SELECT ARRAY(
          SELECT taken
          FROM unnest(counted.taken_at) AS taken
          WHERE taken > now() - ${windowLength}
          ORDER BY taken
        ) AS recent
      ) AS lately
    )
    RETURNING cardinality(taken_at) AS taken,
              refused_at IS NOT NULL AS "isRefused",
              ceil(extract(epoch FROM taken_at[1] + ${windowLength} - now()) * 1000)::integer AS "nextInMs"
  `.execute(db)
  const [count] = rows
  if (count === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return count
}

/**
 * Removes rows of which nothing counts any more, a bounded number at a time. Those that another instance is removing or
 * counting on are left to the next call.
 */
export async function removeOldCounts(db: Kysely<Tables>): Promise<void> {
  await sql`
    DELETE FROM wallet.request_count
    WHERE key IN (
      SELECT key
      FROM wallet.request_count
      WHERE stale_at < now() - interval '1 minute'
      LIMIT 5000
      FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
}
