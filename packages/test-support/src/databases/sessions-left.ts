import type { Client } from 'pg'
import { waitFor } from '../wait-for.ts'

/** Who is still connected to a database that should be alone by now, in words. */
export async function sessionsLeft(client: Client, database: string): Promise<string[]> {
  let sessions: string[] = []
  // The server notices a closed socket a moment after we closed it.
  const alone = async () => {
    sessions = await sessionsOn(client, database)
    return sessions.length === 0
  }
  await waitFor(alone, { within: 1_000 }).catch(() => undefined)
  return sessions
}

async function sessionsOn(client: Client, database: string): Promise<string[]> {
  const { rows } = await client.query<{ pid: number; application: string; state: string; query: string }>(
    `
    SELECT pid,
           application_name AS application,
           coalesce(state, 'unknown') AS state,
           left(query, 80) AS query
    FROM pg_stat_activity
    WHERE datname = $1
      AND backend_type = 'client backend'`,
    [database],
  )
  return rows.map(
    ({ pid, application, state, query }) =>
      `session ${pid} of "${application}" on ${database}, ${state}, last statement: ${query}`,
  )
}
