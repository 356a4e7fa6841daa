import { z } from 'zod'
import type { Effect } from '../../engine/command.ts'
import type { MemoryBooks } from '../../memory/memory-books.ts'
import { fromCursor, toCursor } from '../cursor.ts'
import type { FeedEvent } from '../feed/feed-event.ts'
import type { FeedSource } from '../feed/feed-source.ts'

const place = z.int().min(0)

/** The feed of books in memory: transactions come one after the other there, so a number is all that a cursor needs. */
export function memoryFeed(books: MemoryBooks): FeedSource {
  return {
    read: async ({ book, after, limit }) => {
      const question = { page: 'feed', book: book ?? null }
      const from = after === undefined ? 0 : fromCursor(after, question, place)
      const found = books.effects.slice(from).flatMap((effect, index) => {
        const event = toEvent(effect)
        return event !== undefined && (book === undefined || event.book === book)
          ? [{ event, next: from + index + 1 }]
          : []
      })
      const shown = found.slice(0, limit)
      const hasMore = found.length > limit
      const next = hasMore ? (shown.at(-1)?.next ?? from) : books.effects.length
      return { events: shown.map(({ event }) => event), cursor: toCursor(question, next), hasMore }
    },
  }
}

function toEvent(effect: Effect): FeedEvent | undefined {
  if (effect.type === 'journal-posted') {
    return { type: 'journal-posted', book: effect.journal.book, journal: effect.journal }
  }
  if (effect.type === 'hold-changed') {
    return { type: 'hold-changed', book: effect.account.book, event: effect.event }
  }
  return undefined
}
