import type { Reader } from '../../engine/reader.ts'
import type { MemoryBooks } from '../../memory/memory-books.ts'
import type { FeedSource } from '../feed/feed-source.ts'
import type { Readings } from '../readings.ts'
import { memoryFeed } from './memory-feed.ts'
import { memoryReadings } from './memory-readings.ts'

/** Everything that is read, of books in memory. */
export function memoryReading(books: MemoryBooks): {
  readonly reader: Reader
  readonly readings: Readings
  readonly feed: FeedSource
} {
  return { reader: books, readings: memoryReadings(books), feed: memoryFeed(books) }
}
