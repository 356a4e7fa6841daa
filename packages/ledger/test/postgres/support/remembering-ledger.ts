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
}

/**
 * A ledger that never learns from a surprise: it trusts its memory again with the very next call. One that rests, as they
 * all do, would soon try it no more where others write behind it, and there would be nothing to see.
 */
export function rememberingLedger(
  pool: PgPool,
  { clock = systemClock, currencies = isoCurrencies, processes = 1 }: Remembering = {},
): Ledger {
  const connections = fromPgPool(pool)
  const ids = createIds({ clock, random: systemRandom })
  const submits = Array.from({ length: processes }, () => {
    const memory = new AccountMemory({ most: 1_000, longestRest: 0 })
    const store = new OwnTransactions(connections, 'read committed', new BookIds(), memory)
    return submitTo(store, { ids, currencies })
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
