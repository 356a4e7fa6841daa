import type { PgClient } from '../postgres/from-pg.ts'

/** What is used of a `pg` pool. */
export interface TestPool {
  connect(): Promise<TestClient>
}

/** What is used of a client that goes back to its pool, or is thrown away where it is given the reason. */
export interface TestClient extends PgClient {
  release(error?: Error | boolean): void
}

/** The pool's own type of client. The pool of `pg` has a second `connect`, with a callback, which is left alone. */
export type ClientOf<Pool> = Pool extends {
  connect: { (): Promise<infer Client extends TestClient>; (callback: never): unknown }
}
  ? Client
  : TestClient

/**
 * Runs a test in a transaction of PostgreSQL that is rolled back whatever comes of it: the rules, constraints and triggers are
 * the real ones, nothing is left behind, and tests of one database do not see each other. Answers with what the test
 * answers. A test that ends the transaction itself is told so, because what it wrote has stayed.
 *
 * @example
 * ```ts
 * import { createLedger } from '@evenkeel/ledger'
 * import { fromPg } from '@evenkeel/ledger/pg'
 * import { assertInvariants, inRolledBackTransaction, postgresContents } from '@evenkeel/ledger/testing'
 * import type { Pool } from 'pg'
 * declare const pool: Pool
 *
 * const ledger = createLedger({ pool })
 * await inRolledBackTransaction(pool, async (client) => {
 *   const main = ledger.using(fromPg(client)).book('main')
 *   await main.accounts.open({ code: 'bank', type: 'asset', currency: 'ZAR' })
 *   assertInvariants(await postgresContents(fromPg(client), 'main'))
 * })
 * ```
 */
export async function inRolledBackTransaction<Pool extends TestPool, T>(
  pool: Pool,
  test: (client: ClientOf<Pool>) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN', [])
    await client.query('SAVEPOINT evenkeel_test', [])
    try {
      return await test(client as ClientOf<Pool>) // It is the client of this pool, in the pool's own words.
    } finally {
      await rollBack(client)
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    // A new connection costs a few milliseconds; one in an unknown state would cost the next test its meaning.
    client.release(broken)
  }
}

/** The savepoint is there as long as the test's transaction is, also when a statement of it has failed. */
async function rollBack(client: PgClient): Promise<void> {
  try {
    await client.query('ROLLBACK TO SAVEPOINT evenkeel_test', [])
  } catch (cause) {
    throw new Error(
      'The test ended the transaction that was to be rolled back, and what it wrote may have stayed. ' +
        'Leave BEGIN, COMMIT and ROLLBACK out of it.',
      { cause },
    )
  } finally {
    await client.query('ROLLBACK', [])
  }
}
