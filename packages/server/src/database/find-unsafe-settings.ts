import type { Pool } from 'pg'

/** What each setting gives up when it is off. */
const needed = {
  fsync: 'a crash of the machine may destroy the database',
  full_page_writes: 'a crash in the middle of a write may destroy pages',
  synchronous_commit: 'a crash forgets payments that were already confirmed',
}

/** The settings under which PostgreSQL may lose what it has confirmed, each as a sentence. */
export async function findUnsafeSettings(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: keyof typeof needed }>(
    "SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting = 'off' ORDER BY name",
    [Object.keys(needed)],
  )
  return rows.map(({ name }) => `${name} is off: ${needed[name]}.`)
}
