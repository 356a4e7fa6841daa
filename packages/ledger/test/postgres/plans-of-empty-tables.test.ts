import { useDatabase } from '@evenkeel/test-support'
import { afterAll, expect, it } from 'vitest'
import { type Book, createLedger, parseAccountId } from '../../src/index.ts'
import { toInstant } from '../../src/instant.ts'
import { fromPgPool } from '../../src/pg/index.ts'
import { ownReads } from '../../src/postgres/own-reads.ts'
import { PostgresReader } from '../../src/postgres/postgres-reader.ts'
import { HoldsSeen } from '../../src/reading/postgres/holds-seen.ts'
import { postgresReadings } from '../../src/reading/postgres/postgres-readings.ts'
import { recordedAsOf } from '../../src/reading/postgres/recorded-as-of.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { explainedPool } from './support/explained-pool.ts'
import { fillBook, stopAutovacuum } from './support/fill-book.ts'
import { wasteful } from './support/table-reads.ts'

// A plan that is made while its tables have not one row is kept, and then a book is filled. Before any row there is nothing
// by which one index is cheaper than another, so this tells what a look-up leaves to chance.

const { pool, url } = await useDatabase(ledgerSchema)
const size = 20_000

const session = await explainedPool(url)
afterAll(() => session.end())
await stopAutovacuum(pool)
await pool.query('VACUUM ANALYZE')
await planEveryRead()
await pool.query("INSERT INTO ledger.book (code) VALUES ('main')")
await fillBook(pool, 'main', size)
const main = createLedger({ pool: session }).book('main')
const halfWay = new Date(Date.now() - (size / 2) * 1_000)

it.each<[string, (book: Book) => Promise<unknown>]>([
  ['a balance', ({ accounts }) => accounts.balance('hot')],
  ['a balance as of a version', ({ accounts }) => accounts.balance('hot', { version: size / 2 })],
  ['a balance as of a recorded time', ({ accounts }) => accounts.balance('hot', { recordedAt: halfWay })],
  [
    'a balance as of a recorded time, of an account with holds',
    ({ accounts }) => accounts.balance('customer:25', { recordedAt: halfWay }),
  ],
  ['a balance as of a business time', ({ accounts }) => accounts.balance('hot', { effectiveAt: halfWay })],
  ['the newest page of history', (book) => book.history({ account: 'hot', limit: 10 })],
  ['the oldest page of history', (book) => book.history({ account: 'hot', order: 'oldest', limit: 10 })],
  [
    'a page of history by what is in its journals',
    (book) => book.history({ account: 'hot', kind: 'fill', limit: 10 }),
  ],
  ['a page of a statement', (book) => book.statement({ account: 'hot', from: halfWay, limit: 10 })],
  [
    'a page of a statement by business time',
    (book) => book.statement({ account: 'hot', by: 'effective', from: halfWay, limit: 10 }),
  ],
])('reads %s by the plan of the empty tables, and no row that it does not need', async (_, ask) => {
  session.plans.length = 0

  await ask(main)

  expect(wasteful(session.plans, 20)).toEqual([])
})

async function planEveryRead(): Promise<void> {
  const connection = ownReads(fromPgPool(session), {})
  const readings = postgresReadings(connection)
  const [book, code, at] = ['main', 'hot', toInstant(new Date())]
  const id = parseAccountId('01900000-0000-7000-8000-000000000000')
  const account = { id, code, currency: 'ZAR', normalSide: 'debit' } as const
  await new PostgresReader(connection).account(book, code)
  await readings.accountAtVersion(book, code, 1)
  const seen = new HoldsSeen()
  await recordedAsOf(connection, seen, { book, code, at })
  for (const then of ['none', 'open'] as const) {
    seen.note(book, code, then)
    await recordedAsOf(connection, seen, { book, code, at })
  }
  await readings.effectiveAsOf(book, code, at)
  await readings.recordedPeriod(book, code, {})
  await readings.effectivePeriod(book, code, {})
  for (const order of ['newest', 'oldest'] as const) {
    for (const filters of [{}, { kinds: ['fill'] }]) {
      await readings.entries({ book, account, above: 0, upTo: 1, order, filters, offset: 0, limit: 1 })
    }
  }
  await readings.effectiveEntries({ book, account, period: {}, upTo: 1, limit: 1 })
}
