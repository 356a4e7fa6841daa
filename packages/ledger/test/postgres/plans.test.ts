import { samples, useDatabase } from '@evenkeel/test-support'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Book,
  createLedger,
  type HistoryQuery,
  type PostJournal,
  parseHoldId,
  parseJournalId,
} from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { findLocked } from '../../src/postgres/find-locked.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { type ExplainedPool, explainedPool } from './support/explained-pool.ts'
import { fillBook, stopAutovacuum } from './support/fill-book.ts'
import { transfer, zar } from './support/pocket-money.ts'
import { tableReads, wasteful } from './support/table-reads.ts'

// What every statement of the write path reads, in the states of mind that a planner can be in. A session keeps the plans
// of its triggers, and a migration or autovacuum may have told it that all tables are empty; a book may have one account
// with almost all of its entries. None of this may make a write read more than what it names.

const { pool, url } = await useDatabase(ledgerSchema)
const size = samples({ quick: 100_000, long: 1_000_000 })

const veteran = await explainedPool(url)
afterAll(() => veteran.end())
await stopAutovacuum(pool)
const old = createLedger({ pool: veteran }).book('main')
await old.accounts.open({ code: 'first', type: 'asset', currency: 'ZAR' })
await old.accounts.open({ code: 'second', type: 'asset', currency: 'ZAR' })
await pool.query('ANALYZE')
await useEveryWrite(old, 'first', 'second')
await useEveryRead(old, 'first')
await fillBook(pool, 'main', size)
await backDate(createLedger({ pool }).book('main'), 'first', 'second', 300)

describe('in a session that made its plans while the tables were empty', () => {
  readsWhatItNames(() => veteran, 1)
})

describe('in a new session that is told the tables are empty', () => {
  let explained: ExplainedPool
  beforeEach(async () => {
    explained = await explainedPool(url)
    return () => explained.end()
  })
  readsWhatItNames(() => explained, 2)
})

describe('in a new session once the tables are analysed', () => {
  let explained: ExplainedPool
  beforeAll(async () => {
    await pool.query('ANALYZE')
  })
  beforeEach(async () => {
    explained = await explainedPool(url)
    return () => explained.end()
  })
  readsWhatItNames(() => explained, 3)

  // While a table of a hundred thousand rows is still believed to be empty, such a page sorts all of them: slow, not
  // wrong, and over with the first ANALYZE, which PostgreSQL does by itself a minute later.
  it('reads the feed from the start by indexes alone, and reads no row that it does not need', async () => {
    explained.plans.length = 0

    await createLedger({ pool: explained }).book('main').feed.read({ limit: 5 })

    expect(wasteful(explained.plans, 20)).toEqual([])
  })
})

/** Facts of one session. `turn` keeps the customers and keys of one block from those of another. */
function readsWhatItNames(session: () => ExplainedPool, turn: number): void {
  const most = 20
  const customer = (n: number): string => `customer:${turn * 1_000 + n}`
  const hold = (n: number): string =>
    `01900000-cccc-7000-8000-${(turn * 1_000 + n).toString(16).padStart(12, '0')}`
  const book = (): Book => createLedger({ pool: session() }).book('main')

  it.each<[string, (book: Book) => Promise<unknown>]>([
    [
      'posts on an account with most of the entries',
      (main) => main.post(payment(`hot${turn}`, 'hot', customer(1))),
    ],
    [
      'posts on an account with an expired hold',
      (main) => main.post(payment(`exp${turn}`, customer(2), customer(4))),
    ],
    [
      'posts with a reference',
      (main) => main.post({ ...payment(`ref${turn}`, customer(5), 'hot'), reference: `r${turn}` }),
    ],
    ['repeats what it did', (main) => main.post(payment(`hot${turn}`, 'hot', customer(1)))],
    [
      'is rejected',
      (main) => main.post(payment(`no${turn}`, customer(7), customer(9), '9.00')).catch(() => undefined),
    ],
    ['reverses a journal', (main) => main.reverse({ key: `rev${turn}`, journal: journal(200 * turn) })],
    [
      'opens an account',
      (main) => main.accounts.open({ code: `new:${turn}`, type: 'asset', currency: 'ZAR' }),
    ],
    ['freezes an account', (main) => main.accounts.freeze({ key: `freeze${turn}`, account: customer(11) })],
    [
      'places a hold',
      (main) => main.holds.place({ key: `place${turn}`, account: customer(13), amount: zar('0.10') }),
    ],
    [
      'captures a hold',
      (main) => main.holds.capture({ key: `cap${turn}`, hold: hold(15), to: [['hot', zar('0.05')]] }),
    ],
    ['extends a hold', (main) => main.holds.extend({ key: `ext${turn}`, hold: hold(17), expiresIn: '1h' })],
    ['voids a hold', (main) => main.holds.void({ key: `void${turn}`, hold: hold(19) })],
    ['reads an account with its holds', (main) => main.accounts.withHolds(customer(21))],
    ['reads a hold', (main) => main.holds.get(hold(21))],
    ['reads a journal', (main) => main.journal(journal(turn))],
    ['finds a journal by its reference', (main) => main.journalOf(`fill:${turn}`)],
    ['reads a balance', (main) => main.accounts.balance('hot')],
    ['reads a balance as of a version', (main) => main.accounts.balance('hot', { version: size / 2 })],
    [
      'reads a balance as of a recorded time',
      (main) => main.accounts.balance('hot', { recordedAt: halfWay }),
    ],
    [
      'reads a balance as of a recorded time, of an account that had holds',
      (main) => main.accounts.balance(customer(25), { recordedAt: halfWay }),
    ],
    [
      'reads a balance as of a recorded time, of an account that had no hold yet',
      (main) => main.accounts.balance(`customer:${size}`, { recordedAt: halfWay }),
    ],
    [
      'reads a balance as of a business time',
      (main) => main.accounts.balance('hot', { effectiveAt: halfWay }),
    ],
    ['reads the newest page of history', (main) => main.history({ account: 'hot', limit: 10 })],
    ['reads a page of history from the middle', (main) => pageOf(main, { recorded: { to: halfWay } })],
    ['reads a page of history oldest first', (main) => pageOf(main, { order: 'oldest' })],
    ['reads a page of a statement', (main) => main.statement({ account: 'hot', from: halfWay, limit: 10 })],
    [
      'reads a page of a statement by business time',
      (main) => main.statement({ account: 'hot', by: 'effective', from: halfWay, limit: 10 }),
    ],
    [
      'reads a page of a statement of an account that is back-dated as a rule',
      (main) => main.statement({ account: 'first', by: 'effective', limit: 10 }),
    ],
    ['reads the totals of one account', (main) => main.totals({ prefix: customer(23) })],
    [
      'reads the totals of one account as of a business time',
      (main) => main.totals({ prefix: 'hot', effectiveAt: halfWay }),
    ],
    ['reads the feed on from where it is', (main) => feedFrom(main, session())],
  ])('%s by indexes alone, and reads no row that it does not need', async (_, work) => {
    const main = book()
    session().plans.length = 0

    await work(main)

    expect(wasteful(session().plans, most)).toEqual([])
  })

  it('looks up no journal of the entries that an offset leaves out', async () => {
    const main = book()
    session().plans.length = 0

    await main.history({ account: 'hot', offset: 5_000, limit: 10 })

    const journals = session()
      .plans.flatMap(tableReads)
      .filter(({ table }) => table === 'journal')
    // Eleven of the page, by which one sees that the list goes on, and those of the steps since two standings.
    expect(journals.reduce((total, { rows }) => total + rows, 0)).toBeLessThanOrEqual(11 + 2 * 7)
  })

  it('finds what others keep locked by indexes alone', async () => {
    const connection = fromPg(await session().connect())
    session().plans.length = 0
    const nothing = { claims: new Map(), opening: new Set<string>(), references: new Set<string>() }
    const named = { accounts: new Set(['hot', customer(23)]), holds: new Set([parseHoldId(hold(23))]) }
    const journals = new Set([parseJournalId(journal(turn))])

    const locked = await findLocked(connection, new Map([['main', { ...nothing, ...named, journals }]]))

    expect(locked).toEqual(new Set())
    expect(wasteful(session().plans, most)).toEqual([])
  })

  it('posts between accounts that it remembers by indexes alone, and reads no row that it does not need', async () => {
    const main = book()
    // It ends the expired hold of the customer: what has no hold is judged from memory.
    await main.post(payment(`seen${turn}`, 'hot', customer(26)))
    session().plans.length = 0

    await main.post(payment(`known${turn}`, 'hot', customer(26)))

    expect(wasteful(session().plans, most)).toEqual([])
    expect(session().plans.join()).toContain('new keys and accounts as remembered')
  })

  it('posts a batch by as many rows as the batch names', async () => {
    const main = book()
    session().plans.length = 0
    const journals = fiftyPayments('batch', 101)

    await main.post(journals, { mode: 'atomic' })

    expect(wasteful(session().plans, 50 * most)).toEqual([])
  })

  it('posts a batch between accounts that it remembers by as many rows as the batch names', async () => {
    const main = book()
    await main.post(fiftyPayments('seen', 102), { mode: 'atomic' })
    session().plans.length = 0

    await main.post(fiftyPayments('known', 102), { mode: 'atomic' })

    expect(wasteful(session().plans, 50 * most)).toEqual([])
    expect(session().plans.join()).toContain('new keys and accounts as remembered')
  })

  function fiftyPayments(name: string, first: number): PostJournal[] {
    return Array.from({ length: 50 }, (_, n) =>
      payment(`${name}${turn}:${n}`, 'hot', customer(first + 2 * n)),
    )
  }
}

const halfWay = new Date(Date.now() - (size / 2) * 1_000)

async function pageOf(main: Book, question: Partial<HistoryQuery>): Promise<void> {
  const asked = { account: 'hot', limit: 5, ...question }
  const { next } = await main.history(asked)
  await main.history({ ...asked, after: next ?? '' })
}

/** As a reader does that has followed the feed all along: nothing is new to it but what came since. */
async function feedFrom(main: Book, session: ExplainedPool): Promise<void> {
  const { cursor } = await main.feed.read({ limit: 1 })
  const client = await session.connect()
  const { rows } = await client.query(sightNow, [])
  const [fingerprint] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  const after = Buffer.from(JSON.stringify([fingerprint, { since: rows[0] }])).toString('base64url')
  await main.post(payment(`feed ${performance.now()}`, 'hot', 'customer:1'))
  session.plans.length = 0

  const { events } = await main.feed.read({ after })

  expect(events).toHaveLength(1)
}

const sightNow = `
SELECT
  pg_current_snapshot()::text AS snapshot,
  greatest((SELECT max(batch) FROM ledger.journal), (SELECT max(batch) FROM ledger.hold_event))::integer AS batch`

function payment(key: string, from: string, to: string, amount = '0.01'): PostJournal {
  return { key, kind: 'payment', entries: transfer(from, to, zar(amount)) }
}

const journal = (n: number): string => `01900000-bbbb-7000-8000-${n.toString(16).padStart(12, '0')}`

/** One journal for each second from an hour ago on. */
async function backDate(main: Book, from: string, to: string, journals: number): Promise<void> {
  const hourAgo = Date.now() - 3_600_000
  const late = Array.from({ length: journals }, (_, n) => ({
    ...payment(`late:${n}`, from, to),
    effectiveAt: new Date(hourAgo + n * 1_000),
  }))
  await main.post(late, { mode: 'atomic' })
}

/** One of each whose plan is kept, with all that its text depends on. */
async function useEveryRead(main: Book, account: string): Promise<void> {
  const now = new Date()
  await main.accounts.balance(account)
  for (const asOf of [{ version: 1 }, { recordedAt: now }, { effectiveAt: now }]) {
    await main.accounts.balance(account, asOf as { version: number })
  }
  for (const order of ['newest', 'oldest'] as const) {
    await main.history({ account, order })
    await main.history({ account, order, text: 'first' })
  }
  for (const by of ['recorded', 'effective'] as const) await main.statement({ account, by })
}

/** One of each, so that every trigger has made its plan. */
async function useEveryWrite(main: Book, from: string, to: string): Promise<void> {
  const { journal } = await main.post(payment('first', from, to))
  await main.reverse({ key: 'back', journal: journal.id })
  const { hold } = await main.holds.place({ key: 'hold', account: from, amount: zar('2.00') })
  await main.holds.extend({ key: 'extend', hold: hold.id, expiresIn: '1h' })
  await main.holds.capture({ key: 'capture', hold: hold.id, to: [[to, zar('1.00')]] })
  await main.holds.void({ key: 'void', hold: hold.id })
}
