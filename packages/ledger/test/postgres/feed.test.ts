import { race, samples, useDatabase, waitFor } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { Pool, type PoolClient } from 'pg'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Book, createLedger, type PgLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { postgresContents } from '../../src/testing/index.ts'
import { errorOf } from '../support/ledger-fixture.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { FeedReader } from './support/feed-reader.ts'
import { transfer, zar } from './support/pocket-money.ts'

// The feed while others write, in one database for all tests: each reads the feed of a book of its own.

const { url } = await useDatabase(ledgerSchema)
const pool = new Pool({ connectionString: url, max: 30 })
const ledger = createLedger({ pool })
afterAll(async () => {
  await ledger.close()
  await pool.end()
})

const accounts = ['a', 'b', 'c', 'd']
let books = 0

async function openBook(): Promise<Book> {
  books += 1
  const book = ledger.book(`feed-${books}`)
  for (const code of accounts)
    await book.accounts.open({ code, type: 'asset', currency: 'ZAR', floor: 'none' })
  return book
}

/** A host's own connection. It is closed when the test is over, however it ended. */
async function connect(): Promise<PoolClient> {
  const client = await pool.connect()
  onTestFinished(() => client.release(true))
  return client
}

const contentsOf = (book: Book) => postgresContents(fromPg(pool), book.name)

describe('under sixteen writers, a hold here and there, and a transaction that is open all the time', () => {
  it('tells two readers every event once, one of which dies at random', { timeout: 600_000 }, async () => {
    const book = await openBook()
    const writers = Array.from({ length: 16 }, () =>
      createLedger({ pool, groupCommit: { patienceMs: 30_000 } }),
    )
    const host = await connect()
    const readers = [new FeedReader(book.feed), new FeedReader(book.feed)]
    const each = samples({ quick: 25, long: 600 })
    await host.query('BEGIN')
    // Its own accounts: it is to be slow, not to stand in everybody's way.
    const own = ledger.using(fromPg(host)).book(book.name)
    for (const code of ['slow', 'late'])
      await own.accounts.open({ code, type: 'asset', currency: 'ZAR', floor: 'none' })
    await own.post({ key: 'early', kind: 'x', entries: transfer('slow', 'late', zar('1.00')) })

    let isWriting = true
    const reading = readers.map(async (reader, i) => {
      for (let n = 0; isWriting; n++) await reader.read(1 + ((n * 7) % 40), i === 1 && Math.random() < 0.4)
    })
    const { errors } = await race(16, (i) => write(writers[i] ?? ledger, book.name, i, each))
    await own.post({ key: 'last', kind: 'x', entries: transfer('late', 'slow', zar('1.00')) })
    await host.query('COMMIT')
    isWriting = false
    await Promise.all(reading)

    expect(errors).toEqual([])
    const contents = await contentsOf(book)
    expect(contents.journals).toHaveLength(16 * each + 2)
    for (const reader of readers) {
      await reader.readToTheEnd()
      reader.expectAll(contents)
    }
    await Promise.all(writers.map((writer) => writer.close()))
  })
})

async function write(writer: PgLedger, name: string, i: number, times: number): Promise<void> {
  const book = writer.book(name)
  for (let n = 0; n < times; n++) {
    const [from, to] = [accounts[(i + n) % 4] ?? 'a', accounts[(i + n + 1 + (n % 3)) % 4] ?? 'b']
    await book.post({ key: `${i} ${n}`, kind: 'x', entries: transfer(from, to, zar('0.01')) })
    if (n % 5 > 0) continue
    const { hold } = await book.holds.place({ key: `hold ${i} ${n}`, account: from, amount: zar('0.02') })
    await book.holds.void({ key: `void ${i} ${n}`, hold: hold.id })
  }
}

/** A step of one of four transactions, or of one of two readers. */
type Step =
  | { readonly who: number; readonly does: 'begin' | 'post' | 'commit' | 'rollback'; readonly on: number }
  | { readonly reader: number; readonly limit: number; readonly dies: boolean }

const move = fc.constantFrom(...(['begin', 'post', 'post', 'post', 'commit', 'commit', 'rollback'] as const))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who: fc.nat(3), does: move, on: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      reader: fc.nat(1),
      limit: fc.constantFrom(1, 2, 20, 20),
      dies: fc.constantFrom(true, false, false, false),
    }),
  },
)

describe('transactions that are interleaved in any way', () => {
  it('come into the feed once each, in the order of every account', { timeout: 3_600_000 }, async () => {
    const clients = await Promise.all([connect(), connect(), connect(), connect()])
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
      async (steps) => {
        const book = await openBook()
        const readers = [new FeedReader(book.feed), new FeedReader(book.feed)]
        const hosts = clients.map((client) => new Host(client, book.name))

        for (const [n, each] of steps.entries()) {
          if ('reader' in each) await readers[each.reader]?.read(each.limit, each.dies)
          else await hosts[each.who]?.take(each.does, `key ${n}`, each.on, hosts)
        }
        for (const host of hosts) await host.end()

        const contents = await contentsOf(book)
        for (const reader of readers) {
          await reader.readToTheEnd()
          reader.expectAll(contents)
        }
      },
    )

    await fc.assert(property, { numRuns: samples({ quick: 40, long: 3_000 }) })
  })
})

/** A transaction of a host, moved by hand. It gets its id as it begins, long before it locks anything. */
class Host {
  readonly #client: PoolClient
  readonly #book: Book
  #isOpen = false
  /** The account it has locked until it ends. */
  locked = new Set<number>()

  constructor(client: PoolClient, book: string) {
    this.#client = client
    this.#book = ledger.using(fromPg(client)).book(book)
  }

  async take(
    does: 'begin' | 'post' | 'commit' | 'rollback',
    key: string,
    on: number,
    all: readonly Host[],
  ): Promise<void> {
    if (does === 'begin') await this.#begin()
    else if (does !== 'post') await this.#end(does)
    else {
      await this.#begin()
      const pair = [on, (on + 1) % 4]
      // Whoever would have to wait for another transaction would stop the whole test.
      if (all.some((other) => other !== this && pair.some((account) => other.locked.has(account)))) return
      for (const account of pair) this.locked.add(account)
      const [from = 'a', to = 'b'] = pair.map((account) => accounts[account])
      await this.#book.post({ key, kind: 'x', entries: transfer(from, to, zar('1.00')) })
    }
  }

  async end(): Promise<void> {
    await this.#end('commit')
  }

  async #begin(): Promise<void> {
    if (this.#isOpen) return
    await this.#client.query('BEGIN')
    await this.#client.query('SELECT pg_current_xact_id()')
    this.#isOpen = true
  }

  async #end(how: 'commit' | 'rollback'): Promise<void> {
    if (!this.#isOpen) return
    await this.#client.query(how)
    this.#isOpen = false
    this.locked = new Set()
  }
}

describe('the feed', () => {
  it('misses nothing of a transaction that was open across many windows', async () => {
    const [book, host] = [await openBook(), await connect()]
    const reader = new FeedReader(book.feed)
    await host.query('BEGIN')
    await ledger
      .using(fromPg(host))
      .book(book.name)
      .post({
        ...{ key: 'slow', kind: 'x' },
        entries: transfer('a', 'b', zar('1.00')),
      })

    for (let n = 0; n < 5; n++) {
      await book.post({ key: `p${n}`, kind: 'x', entries: transfer('c', 'd', zar('1.00')) })
      await reader.read(100)
    }
    await host.query('COMMIT')
    await reader.read(100)

    reader.expectAll(await contentsOf(book))
  })

  it('misses nothing of a transaction that the snapshot before was too early to name', async () => {
    const [book, first, second] = [await openBook(), await connect(), await connect()]
    const reader = new FeedReader(book.feed)
    const [a, b] = [new Host(first, book.name), new Host(second, book.name)]
    await a.take('begin', '', 0, [])
    await b.take('begin', '', 0, [])
    await b.take('post', 'p1', 0, [])
    await a.take('post', 'p2', 2, [])
    await a.end()

    await reader.read(100)
    await b.end()
    await reader.read(100)

    reader.expectAll(await contentsOf(book))
  })

  it('tells nothing of what was rolled back', async () => {
    const [book, host] = [await openBook(), await connect()]
    await host.query('BEGIN')
    const entries = transfer('a', 'b', zar('1.00'))
    await ledger.using(fromPg(host)).book(book.name).post({ key: 'p1', kind: 'x', entries })
    const before = await book.feed.read()
    await host.query('ROLLBACK')

    expect([...before.events, ...(await book.feed.read({ after: before.cursor })).events]).toEqual([])
  })

  it('is read in the transaction of a host as long as that has written nothing', async () => {
    const [book, host] = [await openBook(), await connect()]
    await book.post({ key: 'p1', kind: 'x', entries: transfer('a', 'b', zar('1.00')) })
    await host.query('BEGIN')
    const within = ledger.using(fromPg(host)).book(book.name)

    const { events, cursor } = await within.feed.read()
    await within.post({ key: 'p2', kind: 'x', entries: transfer('a', 'b', zar('1.00')) })
    const error = await errorOf(() => within.feed.read({ after: cursor }))
    await host.query('COMMIT')

    expect(events).toHaveLength(1)
    expect(error.code).toBe('invalid_input')
    expect((await book.feed.read({ after: cursor })).events).toHaveLength(1)
  })

  it('refuses a cursor of a database that was further than this one', async () => {
    const book = await openBook()
    const { cursor } = await book.feed.read()
    const [fingerprint, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const ahead = { ...place, since: { ...place.since, snapshot: '900000000:900000000:' } }
    const after = Buffer.from(JSON.stringify([fingerprint, ahead])).toString('base64url')

    const error = await errorOf(() => book.feed.read({ after }))

    expect(error).toMatchObject({ family: 'InvariantError', code: 'history_broken' })
  })
})

describe('a balance as of a recorded time', () => {
  it('is not final while a transaction is open that began before it, and is once that is over', async () => {
    const [book, host] = [await openBook(), await connect()]
    await host.query('BEGIN')
    await host.query('SELECT pg_current_xact_id()')
    const { recordedAt } = (
      await book.post({ key: 'p1', kind: 'x', entries: transfer('a', 'b', zar('1.00')) })
    ).journal

    const meanwhile = await book.accounts.balance('a', { recordedAt })
    await host.query('COMMIT')

    expect(meanwhile.isFinal).toBe(false)
    await waitFor(async () => (await book.accounts.balance('a', { recordedAt })).isFinal)
  })
})
