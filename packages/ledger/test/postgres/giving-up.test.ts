import { faultProxy, useDatabase, waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Book, createLedger, type LedgerOptions, type SubmitOptions } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { lockByHost } from './support/host-lock.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { someoneWaits } from './support/someone-waits.ts'

const { pool, url, connect } = await useDatabase(ledgerSchema)
const proxy = await faultProxy({ port: Number(new URL(url).port) })
const through = new Pool({ connectionString: proxy.urlFor(url), query_timeout: 300 })
through.on('error', () => undefined)

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  proxy.restore()
  for (const end of endings.splice(0).reverse()) await end()
})
afterAll(async () => {
  await through.end()
  await proxy.close()
})

let tests = 0
const isWaitedFor = (): Promise<boolean> => someoneWaits(pool)

async function openBook(options: Partial<LedgerOptions> = {}) {
  tests += 1
  const name = `giving-up-${tests}`
  const truth = createLedger({ pool }).book(name)
  await openWith(truth, { alice: zar('10.00'), bob: zar('0.00'), carol: zar('10.00'), dave: zar('0.00') })
  const ledger = createLedger({ pool, ...options })
  endings.push(async () => assertInvariants(await postgresContents(fromPg(pool), name)))
  return { ledger, book: ledger.book(name), truth }
}

async function hostLocks(...accounts: string[]): Promise<() => Promise<void>> {
  const unlock = await lockByHost(await connect(), accounts)
  endings.push(unlock)
  return unlock
}

const pay = (book: Book, key: string, options?: SubmitOptions, [from, to] = ['alice', 'bob']) =>
  book.post({ key, kind: 'x', entries: transfer(from ?? '', to ?? '', zar('1.00')) }, options)

/** The two ways to give up. A deadline is long enough for the call to have come to its phase. */
const ways = [
  ['an abort', 'aborted'],
  ['a deadline', 'deadline_exceeded'],
] as const

describe.each(ways)('%s', (_, code) => {
  /** Gives up on the call once it has come to its phase. */
  async function giveUp(call: (options: SubmitOptions) => Promise<unknown>, isThere: () => Promise<boolean>) {
    const controller = new AbortController()
    const calling = call(code === 'aborted' ? { signal: controller.signal } : { deadlineMs: 500 })
    const error = calling.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await waitFor(isThere)
    controller.abort()
    return await error
  }

  it('while the call waits for its turn tells that nothing was written', async () => {
    const { book } = await openBook({ groupCommit: { mostInFlight: 1, patienceMs: 30_000 } })
    const unlock = await hostLocks('carol')
    const inTheWay = pay(book, 'first', {}, ['carol', 'dave'])
    await waitFor(isWaitedFor)

    const error = await giveUp((options) => pay(book, 'k', options), isWaitedFor)

    expect(error).toMatchObject({ code, outcome: 'not_written' })
    await unlock()
    await inTheWay
    expect(await pay(book, 'k')).toMatchObject({ replayed: false })
  })

  it('while it is under way tells that nobody knows, and the key tells the rest', async () => {
    const { book } = await openBook()
    const unlock = await hostLocks('alice')

    const error = await giveUp((options) => pay(book, 'k', options), isWaitedFor)

    expect(error).toMatchObject({ code, outcome: 'unknown' })
    await unlock()
    await pay(book, 'k')
    expect((await book.accounts.get('bob')).balance.posted).toEqual(zar('1.00'))
  })

  it('at COMMIT tells that nobody knows, and the key tells the rest', async () => {
    const { book, truth } = await openBook({ pool: through })
    proxy.decideCommits(() => 'arrives-late')

    const error = await giveUp(
      (options) => pay(book, 'k', options),
      async () => proxy.holding > 0,
    )

    expect(error).toMatchObject({ code, outcome: 'unknown' })
    const again = pay(truth, 'k')
    proxy.restore()
    expect(await again).toMatchObject({ replayed: true })
    expect((await truth.accounts.get('bob')).balance.posted).toEqual(zar('1.00'))
  })

  it('ends a dry run too, of which nothing is ever written', async () => {
    const { book } = await openBook()
    const unlock = await hostLocks('alice')

    const error = await giveUp((options) => pay(book, 'k', { ...options, dryRun: true }), isWaitedFor)

    expect(error).toMatchObject({ code, outcome: 'not_written' })
    await unlock()
    expect(await pay(book, 'k')).toMatchObject({ replayed: false })
  })
})

it('is given up before it begins by a signal that was aborted before', async () => {
  const { book } = await openBook()

  const calling = pay(book, 'k', { signal: AbortSignal.abort() })

  await expect(calling).rejects.toMatchObject({ code: 'aborted', outcome: 'not_written' })
  expect(await pay(book, 'k')).toMatchObject({ replayed: false })
})

it('takes a deadline that is farther away than a timer can be set', async () => {
  const { book } = await openBook()

  expect(await pay(book, 'k', { deadlineMs: Number.POSITIVE_INFINITY })).toMatchObject({ replayed: false })
})

describe('a driver that gives up', () => {
  it('waiting for the answer to COMMIT does not speak for the database', async () => {
    const { book, truth } = await openBook({ pool: through })
    proxy.decideCommits(() => {
      proxy.swallowReplies()
      return 'passes'
    })

    const paying = pay(book, 'k')
    await waitFor(async () => (await truth.accounts.get('bob')).balance.posted.amount === 100n)
    proxy.restore()

    expect(await paying).toMatchObject({ journal: { key: 'k' } })
    expect(await pay(truth, 'k')).toMatchObject({ replayed: true })
  })

  it('waiting for a connection of the pool is told as such', async () => {
    const full = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 50 })
    const taken = await full.connect()
    endings.push(async () => {
      taken.release()
      await full.end()
    })
    const { book } = await openBook({ pool: full })

    const outcomes = await Promise.allSettled([pay(book, 'k1'), pay(book, 'k2')])

    const refused = { status: 'rejected', reason: { code: 'connection_lost', outcome: 'not_written' } }
    expect(outcomes).toMatchObject([refused, refused])
  })
})
