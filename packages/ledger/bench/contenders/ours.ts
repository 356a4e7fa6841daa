import type { Pool } from 'pg'
import {
  type Book,
  createLedger,
  credit,
  currency,
  debit,
  type LedgerOptions,
  type PgLedger,
  type PostJournal,
} from '../../src/index.ts'
import { migrate } from '../../src/migrations/index.ts'
import type { Database } from '../bench-server.ts'

const zar = currency('ZAR')

/** Our ledger in a database of its own, with everything on. */
export interface OurLedger {
  readonly ledger: PgLedger
  readonly book: Book
  readonly pool: Pool
}

/** As many accounts as asked for, which may all be spent from without end, and one that may not and holds nothing. */
export async function setUpOurs(database: Database, accounts: number): Promise<void> {
  const pool = database.pool(1)
  await migrate(pool)
  const book = createLedger({ pool }).book('main')
  await book.accounts.open({ code: 'account:0', type: 'asset', currency: 'ZAR' })
  await pool.query(fillAccounts, [accounts])
  await book.accounts.open({ code: 'poor', type: 'liability', currency: 'ZAR' })
  await pool.query('VACUUM ANALYZE')
}

const fillAccounts = `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, opened_at, changed_at)
SELECT
  book_id, gen_random_uuid(), 'account:' || n, type, currency, scale,
  opened_at - interval '1 year', changed_at - interval '1 year'
FROM ledger.account, generate_series(1, $1::integer - 1) AS n`

export function ourLedger(
  database: Database,
  options: Omit<LedgerOptions, 'pool'> & { readonly connections?: number } = {},
): OurLedger {
  const { connections = 4, ...rest } = options
  const pool = database.pool(connections)
  const ledger = createLedger({ pool, ...rest })
  return { ledger, book: ledger.book('main'), pool }
}

// Keys of callers hold something that no other has; time first, as most are made.
const run = `${Date.now().toString(36)}-${process.pid.toString(36)}`
let used = 0

/** A journal of one cent between two accounts, with a key that was never used. */
export function journal(from: number, to: number): PostJournal {
  return between(`account:${from}`, `account:${to}`)
}

/** A journal that a rule refuses. */
export function overdraft(to: number): PostJournal {
  return between('poor', `account:${to}`)
}

function between(from: string, to: string): PostJournal {
  used += 1
  return {
    key: `transfer:${run}:${used}`,
    kind: 'transfer',
    description: 'A transfer',
    metadata: { order: 42, channel: 'web' },
    entries: [debit(from, zar.minor(1n)), credit(to, zar.minor(1n))],
  }
}
