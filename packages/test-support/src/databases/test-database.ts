import { Client, Pool } from 'pg'
import { waitFor } from '../wait-for.ts'

/** A database of its own, with everything a test needs to work on it. */
export interface TestDatabase {
  readonly name: string
  readonly url: string
  readonly pool: Pool
  /** A connection of its own, open; closed at the end of the file unless the test closes it first. */
  connect(): Promise<Client>
}

/** The same database, as the one who has to close it sees it. */
export interface OpenDatabase extends TestDatabase {
  /** Closes what this object opened. The answer names what the tests left open. */
  close(): Promise<string[]>
}

export function openDatabase({
  name,
  url,
  application,
}: {
  name: string
  url: string
  application: string
}): OpenDatabase {
  const settings = { connectionString: url, application_name: application }
  const clients: Client[] = []
  const pool = new Pool(settings)
  // Tests break connections on purpose. The pool throws a broken idle one away and the next query gets another;
  // without a listener the event would end the process instead.
  pool.on('error', () => undefined)

  return {
    name,
    url,
    pool,
    connect: async () => {
      const client = new Client(settings)
      client.on('error', () => undefined)
      clients.push(client)
      await client.connect()
      return client
    },
    close: async () => {
      await Promise.allSettled(clients.map((client) => client.end()))
      if (pool.ended) return []
      // `end` waits without a limit for a client that was taken and never given back.
      const ended = pool.end()
      await waitFor(() => pool.totalCount === 0, { within: 1_000 }).catch(() => undefined)
      const taken = pool.totalCount
      if (taken > 0) return [`${taken} client(s) taken from the pool of ${name} and never released`]
      await ended
      return []
    },
  }
}
