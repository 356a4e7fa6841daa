import { GroupCommit } from '../batching/group-commit.ts'
import type { GroupCommitSettings } from '../batching/group-commit-settings.ts'
import { type Clock, systemClock } from '../clock.ts'
import { createIds } from '../ids.ts'
import { type CurrencyTable, isoCurrencies } from '../money/currency-table.ts'
import type { Isolation } from '../postgres/begin.ts'
import { BookIds } from '../postgres/book-ids.ts'
import { fromPgPool, type PgOptions, type PgPool } from '../postgres/from-pg.ts'
import { HostTransaction, hostReads } from '../postgres/host-transaction.ts'
import { ownReads } from '../postgres/own-reads.ts'
import { OwnTransactions } from '../postgres/own-transactions.ts'
import { AccountMemory } from '../postgres/single-flight/account-memory.ts'
import type { SqlConnection } from '../postgres/sql-connection.ts'
import { postgresReading } from '../reading/postgres/postgres-reading.ts'
import { type RandomSource, systemRandom } from '../uuid-v7.ts'
import { Ledger } from './ledger.ts'
import { submitTo } from './submit.ts'

/** What a ledger in PostgreSQL is made of. The pool is all it needs. */
export interface LedgerOptions extends PgOptions {
  /** The host's `pg` pool. The ledger takes connections from it and never ends it. */
  readonly pool: PgPool
  readonly currencies?: CurrencyTable
  /** Of the ledger's own transactions. Leave it unless a policy asks for more; both are right. */
  readonly isolation?: Isolation
  /** How calls share transactions. The usual settings suit most; see `usualSettings`. */
  readonly groupCommit?: Partial<GroupCommitSettings>
  /**
   * Accounts whose totals this process remembers, so that journals between them are posted in one journey: those it wrote on
   * last, at least so many and less than twice as many, each about half a kilobyte; 20,000 unless you say otherwise. With 0
   * every batch asks first.
   */
  readonly rememberedAccounts?: number
  /** For the time in new ids only; the instants in the books are the database's. */
  readonly clock?: Clock
  readonly random?: RandomSource
}

const usuallyRemembered = 20_000

/** A ledger in PostgreSQL. */
export interface PgLedger extends Ledger {
  /**
   * The same ledger inside a transaction of the host: what is posted through it is there if and only if the host
   * commits. It never asks for a second connection.
   */
  using(transaction: SqlConnection): Ledger
  /** Takes no new calls and answers every call accepted before. The pool stays the host's to end. */
  close(): Promise<void>
}

/**
 * Opens a ledger in a database that has its migrations (`migrate(pool)` of `@evenkeel/ledger/migrations`).
 *
 * @example
 * ```ts
 * import { createLedger } from '@evenkeel/ledger'
 * import { Pool } from 'pg'
 *
 * const ledger = createLedger({ pool: new Pool({ connectionString: 'postgres://localhost/app' }) })
 * const main = ledger.book('main')
 * ```
 */
export function createLedger(options: LedgerOptions): PgLedger {
  const { pool, currencies = isoCurrencies, isolation = 'read committed' } = options
  const { clock = systemClock, random = systemRandom } = options
  const context = { ids: createIds({ clock, random }), currencies }
  const connections = fromPgPool(pool, options)
  const books = new BookIds()

  const memory = new AccountMemory({ least: options.rememberedAccounts ?? usuallyRemembered })
  const store = new OwnTransactions({ connections, isolation, books, memory })
  const groupCommit = new GroupCommit(store, context, options.groupCommit)

  const own = new Ledger({
    submit: (groups, call) =>
      call.dryRun === true ? groupCommit.tryOut(groups, call) : groupCommit.submit(groups, call),
    ...postgresReading(ownReads(connections, options)),
    currencies,
  })
  return Object.assign(own, {
    close: () => groupCommit.close(),
    using: (transaction: SqlConnection) =>
      new Ledger({
        submit: submitTo(new HostTransaction(transaction, books), context),
        ...postgresReading(hostReads(transaction)),
        currencies,
      }),
  })
}
