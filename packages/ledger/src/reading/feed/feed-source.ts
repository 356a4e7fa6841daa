import type { Cursor } from '../cursor.ts'
import type { FeedPage } from './feed-event.ts'

/** Where a feed comes from. Only it knows what its cursors mean. */
export interface FeedSource {
  read(page: {
    /** All books, where none is named. */
    readonly book: string | undefined
    readonly after: Cursor | undefined
    readonly limit: number
  }): Promise<FeedPage>
}
