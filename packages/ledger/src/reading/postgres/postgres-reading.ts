import type { Reader } from '../../engine/reader.ts'
import { PostgresReader } from '../../postgres/postgres-reader.ts'
import type { SqlConnection } from '../../postgres/sql-connection.ts'
import type { FeedSource } from '../feed/feed-source.ts'
import type { Readings } from '../readings.ts'
import { postgresFeed } from './postgres-feed.ts'
import { postgresReadings } from './postgres-readings.ts'

/** Everything that is read, over one connection or whichever is free. */
export function postgresReading(connection: SqlConnection): {
  readonly reader: Reader
  readonly readings: Readings
  readonly feed: FeedSource
} {
  return {
    reader: new PostgresReader(connection),
    readings: postgresReadings(connection),
    feed: postgresFeed(connection),
  }
}
