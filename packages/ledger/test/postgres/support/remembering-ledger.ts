import { GroupCommit, type SharedStore } from '../../../src/batching/group-commit.ts'
import type { GroupCommitSettings } from '../../../src/batching/group-commit-settings.ts'
import { type Clock, systemClock } from '../../../src/clock.ts'
import { createIds } from '../../../src/ids.ts'
import { type CurrencyTable, isoCurrencies } from '../../../src/index.ts'
import { Ledger } from '../../../src/ledger/ledger.ts'
import { type Submit, submitTo } from '../../../src/ledger/submit.ts'
import type { PgPool } from '../../../src/pg/index.ts'
import { BookIds } from '../../../src/postgres/book-ids.ts'
import { fromPgPool } from '../../../src/postgres/from-pg.ts'
import { OwnTransactions } from '../../../src/postgres/own-transactions.ts'
import { AccountMemory } from '../../../src/postgres/single-flight/account-memory.ts'
import { postgresReading } from '../../../src/reading/postgres/postgres-reading.ts'
import { systemRandom } from '../../../src/uuid-v7.ts'

interface Remembering {
  readonly clock?: Clock
  readonly currencies?: CurrencyTable | undefined
  /** Each has a memory of its own and takes two calls, then it is the next one's turn. */
  readonly processes?: number
  /** Left out, each call has a transaction of its own. */
  readonly groupCommit?: Partial<GroupCommitSettings> | undefined
  /** Told of every batch that is sent right behind another. */
  readonly onFollowing?: () => void
}

/**
 * A ledger that never learns from a surprise: it trusts its memory again with the very next call. One that rests, as they
 * all do, would soon try it no more where others write behind it, and there would be nothing to see.
 */
export function rememberingLedger(
  pool: PgPool,
  {
    clock = systemClock,
    currencies = isoCurrencies,
    processes = 1,
    groupCommit,
    onFollowing = () => {},
  }: Remembering = {},
): Ledger {
  const connections = fromPgPool(pool)
  const ids = createIds({ clock, random: systemRandom })
  const submits = Array.from({ length: processes }, () => {
    const memory = new AccountMemory({ least: 1_000, longestRest: 0 })
    const store = new OwnTransactions({
      connections,
      isolation: 'read committed',
      books: new BookIds(),
      memory,
    })
    if (groupCommit === undefined) return submitTo(store, { ids, currencies })
    const batches = new GroupCommit(noting(store, onFollowing), { ids, currencies }, groupCommit)
    const submit: Submit = (groups, options) =>
      options.dryRun === true ? batches.tryOut(groups, options) : batches.submit(groups, options)
    return submit
  })
  let calls = 0
  const submit: Submit = (...asked) => {
    const turn = submits[Math.floor(calls++ / 2) % submits.length]
    if (turn === undefined) throw new Error('There is no process to take the call.')
    return turn(...asked)
  }
  return new Ledger({
    submit,
    ...postgresReading({
      query: (text, values) => connections.withConnection((connection) => connection.query(text, values)),
    }),
    currencies,
  })
}

/** The same store, which tells when a batch that was to follow another leaves. */
function noting(store: OwnTransactions, onFollowing: () => void): SharedStore {
  return {
    lockedNames: (groups) => store.lockedNames(groups),
    transaction: (work, options) => {
      const { way } = options
      if (way === undefined) return store.transaction(work, options)
      const mayLeave = (): boolean => {
        const may = way.mayLeave()
        if (may) onFollowing()
        return may
      }
      return store.transaction(work, { ...options, way: { ...way, mayLeave } })
    },
  }
}
