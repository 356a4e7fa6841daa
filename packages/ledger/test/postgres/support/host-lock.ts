import type { ClientBase } from 'pg'

/** A host that locks accounts in a transaction of its own. The answer unlocks them; it may be called again. */
export async function lockByHost(
  host: ClientBase,
  accounts: readonly string[],
): Promise<() => Promise<void>> {
  await host.query('BEGIN')
  await host.query('SELECT FROM ledger.account WHERE code = ANY ($1) FOR UPDATE', [accounts])
  let isLocked = true
  return async () => {
    if (isLocked) await host.query('COMMIT')
    isLocked = false
  }
}
