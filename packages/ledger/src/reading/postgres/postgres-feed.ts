import { z } from 'zod'
import type { SqlConnection } from '../../postgres/sql-connection.ts'
import { fromCursor, toCursor } from '../cursor.ts'
import type { FeedSource } from '../feed/feed-source.ts'
import { readFeedPage } from './feed-page.ts'
import { toFeedEvent } from './feed-rows.ts'
import { noSight, takeSight } from './feed-window.ts'

const count = z.int().min(0)
const sight = z.strictObject({
  snapshot: z.string().regex(/^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/),
  batch: count,
})
const place = z.strictObject({
  since: sight,
  /** Of a window that was not read to its end. */
  rest: z.strictObject({ until: sight, last: z.tuple([count, count, count]) }).optional(),
})

/**
 * The feed of books in PostgreSQL.
 *
 * Whatever order of numbers or times a reader goes by, something with a lower one may commit after a higher one was read.
 * So a page is not what comes after a number: it is what a new snapshot of the database sees and the one before did not.
 * The cursor is the two, and how far the page got; a window with more events than fit into a page is read on, and the next
 * snapshot is taken only at its end.
 */
export function postgresFeed(connection: SqlConnection): FeedSource {
  return {
    read: async ({ book, after, limit }) => {
      const question = { page: 'feed', book: book ?? null }
      const { since, rest } = after === undefined ? beginning : fromCursor(after, question, place)
      const { until, last } = rest ?? { until: await takeSight(connection, since), last: beforeAny }

      const rows = await readFeedPage(connection, { since, until, last }, book, limit + 1)
      const shown = rows.slice(0, limit)
      const hasMore = rows.length > limit
      const end = shown.at(-1)?.place ?? last
      return {
        events: shown.map(toFeedEvent),
        cursor: toCursor(
          question,
          hasMore
            ? { since: { ...since }, rest: { until: { ...until }, last: end } }
            : { since: { ...until } },
        ),
        hasMore,
      }
    },
  }
}

const beginning: z.output<typeof place> = { since: noSight }
const beforeAny = [0, 0, 0] as const
