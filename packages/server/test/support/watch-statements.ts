import type { Pool } from 'pg'

/** One statement as it was sent. */
export interface SentStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Every statement that leaves by the connections of a pool from now on, in the order of leaving. */
export function watchStatements(pool: Pool): readonly SentStatement[] {
  const sent: SentStatement[] = []
  const watched = new WeakSet<object>()
  pool.on('acquire', (client) => {
    if (watched.has(client)) return
    watched.add(client)
    const query = client.query.bind(client)
    client.query = ((...args: Parameters<typeof query>) => {
      const [text, values] = args as readonly unknown[] // Of its many forms, the service uses this one.
      sent.push({ text: String(text), values: Array.isArray(values) ? values : [] })
      return query(...args)
    }) as typeof client.query // Noted on the way, handed on as it is.
  })
  return sent
}
