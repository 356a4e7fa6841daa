import { type CommitFate, faultProxy, samples, useDatabase, waitFor } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GroupCommitSettings } from '../../src/batching/group-commit-settings.ts'
import { type Book, createLedger, type PostJournal, type SubmitOptions } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { rememberingLedger } from './support/remembering-ledger.ts'
import { someoneWaits } from './support/someone-waits.ts'
import { watchedPool } from './support/watched-pool.ts'

// While one batch is on its way, the next is judged on what it will leave, and sent right behind it. A host keeps the first
// one waiting here until the second is judged, and then ends in every way there is.

const { pool, url, connect } = await useDatabase(ledgerSchema)
const misremembered = 'EK007'
/** The second call follows the first, and waits for it as long as the host does not let go. */
const deep = { leastBeside: 1, patienceMs: 30_000 }
const theirs = createLedger({ pool })

const endings: (() => Promise<unknown>)[] = []
let rounds = 0
let name = ''
beforeEach(() => {
  rounds += 1
  name = `following-${rounds}`
})
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
  assertInvariants(await postgresContents(fromPg(pool), name))
})

/** Ours remembers that Alice and Bob have five rand each, and one connection has to be enough for it. */
async function openBook(groupCommit: Partial<GroupCommitSettings> = deep) {
  await openWith(theirs.book(name), { alice: zar('6.00'), bob: zar('4.00'), carol: zar('5.00') })
  const own = new Pool({ connectionString: url, max: 1 })
  const watched = watchedPool(own)
  let followed = 0
  const ledger = rememberingLedger(watched, { groupCommit, onFollowing: () => (followed += 1) })
  const book = ledger.book(name)
  await book.post(paying('first', '1.00'))
  await book.post(paying('carol', '1.00', ['carol', 'cash']))
  watched.refused.length = 0
  endings.push(() => own.end())
  return {
    book,
    refused: watched.refused,
    followed: () => followed,
    /** Every connection was given back, once. */
    expectAllBack: () => expect(own.idleCount).toBe(own.totalCount),
  }
}

const paying = (
  key: string,
  rand: string,
  [from, to]: readonly [string, string] = ['alice', 'bob'],
): PostJournal => ({ key, kind: 'payment', entries: transfer(from, to, zar(rand)) })

interface Failure {
  readonly what: string
  readonly change: (host: Book) => Promise<unknown>
  readonly first: string
  readonly second: string
  readonly told: readonly string[]
}

const toldBy = (answering: Promise<{ replayed: boolean }>): Promise<string> =>
  answering.then(
    ({ replayed }) => (replayed ? 'replayed' : 'posted'),
    ({ code, outcome }: { code: string; outcome?: string }) =>
      outcome === undefined ? code : `${code}, ${outcome}`,
  )

/** A host that has locked Alice. */
async function hostWithAlice() {
  const host = await connect()
  await host.query('BEGIN')
  await host.query('SELECT FROM ledger.account WHERE code = $1 FOR NO KEY UPDATE', ['alice'])
  let isOpen = true
  const end = async (how = 'COMMIT'): Promise<void> => {
    if (isOpen) await host.query(how)
    isOpen = false
  }
  endings.push(end)
  return { end, book: theirs.using(fromPg(host)).book(name) }
}

/** Sends the first, and the second behind it, which is judged and not sent when this is done. */
async function oneBehindTheOther(
  book: Book,
  first: PostJournal,
  second: PostJournal,
  options?: SubmitOptions,
) {
  const ahead = toldBy(book.post(first))
  await waitFor(() => someoneWaits(pool), { what: 'the first to wait for the host' })
  const behind = toldBy(book.post(second, options))
  // It is judged in the ticks that are due before any answer can come.
  await new Promise((resolve) => setImmediate(resolve))
  return { ahead, behind }
}

describe('a batch behind another', () => {
  it('is judged on what that one leaves, and confirmed, on the same connection', async () => {
    const { book, refused, followed, expectAllBack } = await openBook()
    const host = await hostWithAlice()

    const { ahead, behind } = await oneBehindTheOther(book, paying('one', '3.00'), paying('two', '2.00'))
    await host.end()

    expect([await ahead, await behind]).toEqual(['posted', 'posted'])
    expect([followed(), refused]).toEqual([1, []])
    expect((await book.accounts.get('alice')).balance.posted).toEqual(zar('0.00'))
    expectAllBack()
  })

  it('is refused for what that one spends, and its key remembers that', async () => {
    const { book, refused, followed } = await openBook()
    const host = await hostWithAlice()

    const { ahead, behind } = await oneBehindTheOther(book, paying('one', '3.00'), paying('two', '3.00'))
    await host.end()

    expect([await ahead, await behind]).toEqual(['posted', 'insufficient_funds'])
    expect([followed(), refused]).toEqual([1, []])
    await expect(theirs.book(name).post(paying('two', '3.00'))).rejects.toMatchObject({ replayed: true })
  })

  it('may be followed itself, time and again', async () => {
    const { book, refused, followed, expectAllBack } = await openBook({ ...deep, mostCommands: 1 })

    const told = await Promise.all(
      Array.from({ length: 40 }, (_, i) => toldBy(book.post(paying(`k${i}`, '0.10')))),
    )

    expect(told.toSorted()).toEqual(told.map(() => 'posted'))
    // Three rows of sixteen at most, and none of the batches was judged anew.
    expect(followed()).toBe(39)
    expect(refused).toEqual([])
    expect((await book.accounts.get('alice')).balance.posted).toEqual(zar('1.00'))
    expectAllBack()
  })

  it('keeps nobody from a pool of one who only asks for something', async () => {
    const { book, followed } = await openBook({ ...deep, mostCommands: 1 })
    let isAnswered = false
    const callers = [1, 2, 3, 4].map(async (caller) => {
      // Far more than come in between, and an end where nobody gets a word in.
      for (let n = 0; n < 40 && !isAnswered; n++) await book.post(paying(`${caller}:${n}`, '0.01'))
    })
    await waitFor(() => followed() > 0, { what: 'one batch behind another' })
    const before = followed()

    await book.accounts.balance('bob')

    isAnswered = true
    expect(followed() - before).toBeLessThanOrEqual(16)
    await Promise.all(callers)
  })

  it('never has its key: a twin waits until the other is answered, and is told the same', async () => {
    const { book, followed } = await openBook()
    const host = await hostWithAlice()

    const { ahead, behind } = await oneBehindTheOther(book, paying('one', '1.00'), paying('one', '1.00'))
    await host.end()

    expect([await ahead, await behind]).toEqual(['posted', 'replayed'])
    expect(followed()).toBe(0)
  })

  it('is told that its reference is taken by the one ahead', async () => {
    const { book, followed } = await openBook()
    const host = await hostWithAlice()
    const [one, two] = ['one', 'two'].map((key) => ({ ...paying(key, '1.00'), reference: 'order:1' }))
    if (one === undefined || two === undefined) throw new Error('There are two.')

    const { ahead, behind } = await oneBehindTheOther(book, one, two)
    await host.end()

    expect([await ahead, await behind]).toEqual(['posted', 'reference_taken'])
    expect(followed()).toBe(1)
  })

  it('is loaded when an account that it alone needs is not what was remembered', async () => {
    const { book, refused, followed, expectAllBack } = await openBook()
    const host = await hostWithAlice()
    await theirs.book(name).post(paying('their', '4.00', ['carol', 'cash']))

    const second = paying('two', '1.00', ['carol', 'alice'])
    const { ahead, behind } = await oneBehindTheOther(book, paying('one', '1.00'), second)
    await host.end()

    expect([await ahead, await behind]).toEqual(['posted', 'insufficient_funds'])
    expect([followed(), refused]).toEqual([1, [misremembered]])
    expectAllBack()
  })
})

describe('when the batch ahead fails', () => {
  it.each<Failure>([
    {
      what: 'value of the host leaves too little for it, and enough for the one behind',
      change: (host) => host.post(paying('host', '2.00')),
      ...{ first: '5.00', second: '3.00', told: ['insufficient_funds', 'posted'] },
    },
    {
      what: 'the host leaves enough for it, and not for the one behind',
      change: (host) => host.post(paying('host', '1.00')),
      ...{ first: '3.00', second: '2.00', told: ['posted', 'insufficient_funds'] },
    },
    {
      what: 'the account is frozen',
      change: (host) => host.accounts.freeze({ key: 'host', account: 'alice' }),
      ...{ first: '3.00', second: '1.00', told: ['account_frozen', 'account_frozen'] },
    },
    {
      what: 'some of it is held',
      change: (host) => host.holds.place({ key: 'host', account: 'alice', amount: zar('3.00') }),
      ...{ first: '3.00', second: '1.00', told: ['insufficient_funds', 'posted'] },
    },
  ])('nothing that was judged on it is sent or told: $what', async ({ change, first, second, told }) => {
    const { book, refused, followed, expectAllBack } = await openBook()
    const host = await hostWithAlice()

    const { ahead, behind } = await oneBehindTheOther(book, paying('one', first), paying('two', second))
    await change(host.book)
    await host.end()

    expect([await ahead, await behind]).toEqual(told)
    // The second was never tried on what did not come about.
    expect([followed(), refused]).toEqual([0, [misremembered]])
    expectAllBack()
  })

  it('what its value would have paid for is refused', async () => {
    const { book, refused, followed } = await openBook()
    const host = await hostWithAlice()
    const gift = paying('one', '5.00', ['bob', 'alice'])

    const { ahead, behind } = await oneBehindTheOther(book, gift, paying('two', '8.00'))
    await host.book.post(paying('host', '2.00', ['bob', 'alice']))
    await host.end()

    expect([await ahead, await behind]).toEqual(['insufficient_funds', 'insufficient_funds'])
    expect([followed(), refused]).toEqual([0, [misremembered]])
    expect((await book.accounts.get('alice')).balance.posted).toEqual(zar('7.00'))
  })
})

describe('whoever waits behind another and was not sent', () => {
  it.each([
    ['a deadline', 'deadline_exceeded'],
    ['an abort', 'aborted'],
  ])('is told at %s that nothing was written, and nothing is', async (_, code) => {
    const { book, followed, expectAllBack } = await openBook()
    const host = await hostWithAlice()
    const controller = new AbortController()
    const options = code === 'aborted' ? { signal: controller.signal } : { deadlineMs: 100 }

    const { ahead, behind } = await oneBehindTheOther(
      book,
      paying('one', '1.00'),
      paying('two', '1.00'),
      options,
    )
    controller.abort()

    expect(await behind).toBe(`${code}, not_written`)
    await host.end()
    expect(await ahead).toBe('posted')
    expect(followed()).toBe(0)
    expect(await toldBy(book.post(paying('two', '1.00')))).toBe('posted')
    expectAllBack()
  })

  it('leaves the others of its batch to be judged anew, without it', async () => {
    const { book, refused } = await openBook()
    const host = await hostWithAlice()
    const controller = new AbortController()
    const ahead = toldBy(book.post(paying('one', '1.00')))
    await waitFor(() => someoneWaits(pool), { what: 'the first to wait for the host' })
    const gone = toldBy(book.post(paying('gone', '4.00'), { signal: controller.signal }))
    const stays = toldBy(book.post(paying('stays', '4.00')))
    await new Promise((resolve) => setImmediate(resolve))

    controller.abort()
    await host.end()

    expect([await ahead, await gone, await stays]).toEqual(['posted', 'aborted, not_written', 'posted'])
    expect(refused).toEqual([])
  })

  it('is answered before the ledger is closed', async () => {
    await openBook()
    const ledger = createLedger({ pool, groupCommit: deep })
    const book = ledger.book(name)
    await book.post(paying('remembered', '1.00'))
    const host = await hostWithAlice()
    const { ahead, behind } = await oneBehindTheOther(book, paying('one', '1.00'), paying('two', '1.00'))

    const closed = ledger.close()
    await host.end()
    await closed

    expect([await ahead, await behind]).toEqual(['posted', 'posted'])
  })
})

it.each<[first: CommitFate, second: CommitFate]>([
  ['lands', 'passes'],
  ['never-arrives', 'passes'],
  ['passes', 'lands'],
  ['passes', 'never-arrives'],
  ['lands', 'never-arrives'],
])('has one effect and one answer each when the COMMIT ahead %s and that behind it %s', async (...fates) => {
  await openBook()
  const proxy = await faultProxy({ port: Number(new URL(url).port) })
  const through = new Pool({ connectionString: proxy.urlFor(url), max: 2 })
  through.on('error', () => undefined)
  const ledger = createLedger({ pool: through, groupCommit: { ...deep, mostCommands: 1 } })
  endings.push(
    () => proxy.close(),
    () => through.end(),
    () => ledger.close(),
  )
  const book = ledger.book(name)
  await book.post(paying('remembered', '1.00'))
  const left: CommitFate[] = [...fates]
  proxy.decideCommits(() => left.shift() ?? 'passes')

  const told = await Promise.all(['one', 'two', 'three'].map((key) => toldBy(book.post(paying(key, '1.00')))))

  expect(left).toEqual([])
  for (const one of told) expect(['posted', 'replayed']).toContain(one)
  expect(told.filter((one) => one === 'replayed')).toHaveLength(
    fates.filter((fate) => fate === 'lands').length,
  )
  expect((await theirs.book(name).accounts.get('alice')).balance.posted).toEqual(zar('1.00'))
})

it('two ledgers whose batches follow each other lose nothing of one another', {
  timeout: 600_000,
}, async () => {
  const codes = ['alice', 'bob', 'carol'] as const
  let followed = 0
  const groupCommit = { leastBeside: 1, mostCommands: 2 }
  const books = [0, 1].map(() => rememberingLedger(pool, { groupCommit, onFollowing: () => (followed += 1) }))
  const call = fc.record({
    by: fc.nat(1),
    from: fc.constantFrom(...codes),
    to: fc.constantFrom(...codes),
    cents: fc.integer({ min: 1, max: 400 }),
    // Now and then the other ledger comes in between two batches.
    pause: fc.integer({ min: 0, max: 3 }),
  })
  let runs = 0
  const property = fc.asyncProperty(
    fc.array(call, { minLength: 2, maxLength: 24, size: 'max' }),
    async (calls) => {
      runs += 1
      const book = theirs.book(`${name}-${runs}`)
      await openWith(book, { alice: zar('5.00'), bob: zar('5.00'), carol: zar('5.00') })
      for (const ours of books) await ours.book(book.name).post(paying('remembered', '0.01'))
      const answers = await Promise.all(
        calls.map(async ({ by, from, to, cents, pause }, i) => {
          for (let n = 0; n < pause; n++) await pool.query('SELECT')
          const entries = transfer(from, to, zar.minor(BigInt(cents)))
          const told = await toldBy(
            books[by]?.book(book.name).post({ key: `c${i}`, kind: 'x', entries }) ?? never(),
          )
          expect(['posted', 'insufficient_funds']).toContain(told)
          return told === 'posted'
        }),
      )

      for (const code of codes) {
        const moved = calls.map(({ from, to, cents }, i) =>
          answers[i] === true ? (Number(to === code) - Number(from === code)) * cents : 0,
        )
        const warm = code === 'alice' ? -1 : code === 'bob' ? 1 : 0
        const { posted } = await book.accounts.balance(code)
        expect(posted.amount, code).toBe(500n + BigInt(warm + moved.reduce((sum, each) => sum + each, 0)))
      }
      assertInvariants(await postgresContents(fromPg(pool), book.name))
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 12, long: 400 }) })
  expect(followed).toBeGreaterThan(0)
  await openWith(theirs.book(name), {})
})

const never = (): Promise<never> => Promise.reject(new Error('There are two ledgers.'))
