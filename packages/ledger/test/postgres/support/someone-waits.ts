import type { Pool } from 'pg'

/** Whether a transaction in this database waits for a lock that another one has. */
export async function someoneWaits(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ waits: boolean }>(`
    SELECT EXISTS (
      SELECT FROM pg_stat_activity
      WHERE datname = current_database()
        AND wait_event_type = 'Lock'
    ) AS waits`)
  return rows[0]?.waits === true
}
