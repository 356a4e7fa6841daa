import type { SqlConnection } from './sql-connection.ts'

const latest = new WeakMap<object, Promise<unknown>>()

/**
 * Lets what is asked of one transaction of a host happen one after the other. One connection does one thing at a time;
 * calls that the host did not await wait here, because between the statements of one of them no other may come: both
 * would see the accounts as neither had changed them. They take turns also where the host made an adapter for each.
 */
export function inTurn<T>(connection: SqlConnection, work: () => Promise<T>): Promise<T> {
  const owner = connection.transaction ?? connection
  const mine = (latest.get(owner) ?? Promise.resolve()).then(work)
  latest.set(
    owner,
    mine.catch(() => {}),
  )
  return mine
}
