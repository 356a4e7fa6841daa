import type { Pool } from 'pg'

/** A host that has locked accounts in a transaction of its own. The answer unlocks them; it may be called again. */
export async function lockByHost(pool: Pool, accounts: readonly string[]): Promise<() => Promise<void>> {
  const host = await pool.connect()
  await host.query('BEGIN')
  await host.query('SELECT FROM ledger.account WHERE code = ANY ($1) FOR UPDATE', [accounts])
  let isLocked = true
  return async () => {
    if (!isLocked) return
    isLocked = false
    await host.query('COMMIT')
    host.release()
  }
}
