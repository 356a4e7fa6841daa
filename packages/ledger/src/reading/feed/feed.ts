import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { parseInput } from '../../books/parse-input.ts'
import { type Cursor, cursorField } from '../cursor.ts'
import { limitField } from '../limit-field.ts'
import type { FeedPage } from './feed-event.ts'
import type { FeedSource } from './feed-source.ts'

/** Where to read the feed from, and how much of it. */
export interface FeedQuery {
  /** The cursor of the page before; from the very first event when left out. */
  readonly after?: Cursor | undefined
  /** How many events at most, up to 1,000. 100 when left out. */
  readonly limit?: number | undefined
}

/** How to follow the feed: from where, how often to ask, and what ends it. */
export interface FollowQuery extends FeedQuery {
  /** Ends the following, between two pages or while it waits. */
  readonly signal?: AbortSignal | undefined
  /** How long to wait before asking again when there was nothing new. A second when left out. */
  readonly everyMs?: number | undefined
}

const feedInput = z.strictObject({ after: cursorField.optional(), limit: limitField })
const followInput = feedInput.extend({
  signal: z.instanceof(AbortSignal).optional(),
  everyMs: z.int().min(1, 'Wait at least a millisecond').max(86_400_000, 'Wait a day at most').default(1_000),
})

/**
 * Every journal and hold event, for subscribers: nothing is missed, nothing comes twice, and what happened to one account
 * comes in the order in which it happened, however late a transaction commits.
 */
export class Feed {
  readonly #source: FeedSource
  readonly #book: string | undefined

  constructor(source: FeedSource, book?: string) {
    this.#source = source
    this.#book = book
  }

  /**
   * The next events after a cursor. The same cursor gives the same events again for as long as its page was full;
   * a reader that saves the cursor together with what it did with the events deals with each exactly once.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   * declare const saved: string | undefined
   *
   * const { events, cursor } = await ledger.book('main').feed.read({ after: saved })
   * for (const event of events) if (event.type === 'journal-posted') console.log(event.journal.kind)
   * ```
   */
  async read(query: FeedQuery = {}): Promise<FeedPage> {
    const { after, limit } = parseInput(feedInput, query, 'A question for the feed')
    return this.#source.read({ book: this.#book, after, limit })
  }

  /**
   * Goes on reading until it is told to stop. Pages that hold nothing are not handed out.
   *
   * @example
   * ```ts
   * import type { Ledger } from '@evenkeel/ledger'
   * declare const ledger: Ledger
   * declare function keep(cursor: string): Promise<void>
   *
   * const stop = new AbortController()
   * for await (const { events, cursor } of ledger.feed.follow({ signal: stop.signal, everyMs: 200 })) {
   *   console.log(events.length)
   *   await keep(cursor)
   * }
   * ```
   */
  async *follow(query: FollowQuery = {}): AsyncGenerator<FeedPage, void, undefined> {
    const { limit, signal, everyMs, ...from } = parseInput(followInput, query, 'A question for the feed')
    let { after } = from
    while (signal?.aborted !== true) {
      const page = await this.#source.read({ book: this.#book, after, limit })
      after = page.cursor
      if (page.events.length > 0) yield page
      if (!page.hasMore) await pause(everyMs, signal)
    }
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    // Being told to stop is how a following ends; it is no failure.
    if (signal?.aborted !== true) throw error
  }
}
