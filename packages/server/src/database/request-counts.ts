import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export interface RequestCount {
  /** In the window so far, this one included. */
  readonly requests: number
  readonly windowEndsInMs: number
}

/**
 * Counts one request for all instances, in one statement. A window begins with the caller's first request, so there
 * is no moment at which everybody's begins anew.
 */
export async function countRequest(
  db: Kysely<Tables>,
  { key, windowMs }: { key: string; windowMs: number },
): Promise<RequestCount> {
  const { rows } = await sql<RequestCount>`
    INSERT INTO wallet.request_count AS counted (key, requests, window_ends_at)
    VALUES (${key}, 1, now() + ${windowMs}::integer * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE
    SET requests = CASE WHEN counted.window_ends_at > now() THEN counted.requests + 1 ELSE 1 END,
        window_ends_at = CASE WHEN counted.window_ends_at > now() THEN counted.window_ends_at ELSE excluded.window_ends_at END
    RETURNING requests,
              ceil(extract(epoch FROM window_ends_at - now()) * 1000)::integer AS "windowEndsInMs"
  `.execute(db)
  const [count] = rows
  if (count === undefined) throw new Error('INSERT ... RETURNING gave no row back.')
  return count
}

/**
 * Removes counts whose window is over, a bounded number at a time. Rows that another instance is removing or
 * counting on are left to the next call.
 */
export async function removeOldCounts(db: Kysely<Tables>): Promise<void> {
  await sql`
    DELETE FROM wallet.request_count
    WHERE key IN (
      SELECT key
      FROM wallet.request_count
      WHERE window_ends_at < now() - interval '1 minute'
      ORDER BY window_ends_at
      LIMIT 5000
      FOR UPDATE SKIP LOCKED
    )
  `.execute(db)
}
