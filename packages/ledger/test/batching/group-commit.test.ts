import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GroupCommit } from '../../src/batching/group-commit.ts'
import type { GroupCommitSettings } from '../../src/batching/group-commit-settings.ts'
import { createIds } from '../../src/ids.ts'
import {
  type Book,
  isoCurrencies,
  type SubmitOptions,
  systemClock,
  UnavailableError,
} from '../../src/index.ts'
import { Ledger } from '../../src/ledger/ledger.ts'
import type { Submit } from '../../src/ledger/submit.ts'
import { MemoryBooks } from '../../src/memory/memory-books.ts'
import { memoryReading } from '../../src/reading/memory/memory-reading.ts'
import { assertInvariants, memoryContents } from '../../src/testing/index.ts'
import { systemRandom } from '../../src/uuid-v7.ts'
import { type Answer, perform, textOf } from '../model/request.ts'
import { openWith, transfer, zar } from '../postgres/support/pocket-money.ts'
import { type Fault, type Script, ScriptedStore } from './support/scripted-store.ts'

// Group commit alone, over books in memory and under a clock that the test moves. All that can go wrong with a
// transaction goes wrong here in every order, which a real network would take years for.

const timeout = 3_600_000
const accounts: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** One call of a test: one cent from one account to another, under a key that others may use too. */
interface Payment {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly options?: SubmitOptions
}

const pay = (book: Book, { key, from, to, options }: Payment): Promise<Answer> =>
  perform(book, { act: 'post', input: { key, kind: 'x', entries: transfer(from, to, zar('0.01')) } }, options)

async function openBooks(
  script: Script,
  settings: Partial<GroupCommitSettings> = {},
  names: readonly string[] = [...accounts, 'free', 'other'],
) {
  const books = new MemoryBooks(systemClock)
  const context = { ids: createIds({ clock: systemClock, random: systemRandom }), currencies: isoCurrencies }
  const submitTo =
    (groupCommit: GroupCommit): Submit =>
    (groups, options) =>
      groupCommit.submit(groups, options)
  const door = (groupCommit: GroupCommit): Book =>
    new Ledger({ submit: submitTo(groupCommit), ...memoryReading(books), currencies: isoCurrencies }).book(
      'main',
    )

  const calm = door(new GroupCommit(new ScriptedStore(books, { faults: [] }), context))
  const opening = openWith(calm, Object.fromEntries(names.map((code) => [code, zar('100.00')])))
  await vi.advanceTimersByTimeAsync(1_000)
  await opening

  // Its script begins now.
  const store = new ScriptedStore(books, script)
  const groupCommit = new GroupCommit(store, context, settings)
  return { book: door(groupCommit), books, store, groupCommit }
}

const ms = fc.integer({ min: 1, max: 2_000 })
const fault = fc.oneof<fc.Arbitrary<Fault>[]>(
  fc.constantFrom<Fault>(
    { kind: 'none' },
    { kind: 'lost before COMMIT' },
    { kind: 'COMMIT landed unheard' },
    { kind: 'COMMIT never arrived' },
  ),
  fc.record({ kind: fc.constant('COMMIT late' as const), ms, lands: fc.boolean() }),
)
const payment = fc.record({
  // Few keys, so that many are used again, for the same payment and for others.
  key: fc.integer({ min: 0, max: 12 }).map((n) => `k${n}`),
  from: fc.constantFrom(...accounts),
  to: fc.constantFrom('nobody', ...accounts),
  options: fc.record({ deadlineMs: fc.constantFrom(50, 500, 5_000) }),
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_500 })),
})
const run = fc.record({
  payments: fc.array(payment, { minLength: 1, maxLength: 30, size: 'max' }),
  faults: fc.array(fault, { maxLength: 12, size: 'max' }),
  locks: fc.array(fc.record({ account: fc.constantFrom(...accounts), afterMs: ms, ms }), { maxLength: 3 }),
  culprit: fc.option(payment, { nil: undefined }),
  settings: fc.record({
    mostCommands: fc.constantFrom(1, 4, 256),
    mostInFlight: fc.constantFrom(1, 2, 3),
    leastBeside: fc.constantFrom(1, 4),
    patienceMs: fc.constantFrom(20, 100),
  }),
})

it('answers every call once and truly, whatever goes wrong in whatever order', { timeout }, async () => {
  const tally: Record<string, number> = {}

  const property = fc.asyncProperty(run, async ({ payments, faults, locks, culprit, settings }) => {
    const culprits = new Set(culprit && [culprit.key])
    const { book, books, store, groupCommit } = await openBooks({ faults, culprits, locks }, settings)
    const calls = payments.filter(({ from, to }) => from !== to)

    let settled = 0
    const answering = calls.map(async (call) => {
      await pass(call.afterMs)
      const answer = await pay(book, call).catch((error: unknown) => String(error))
      settled += 1
      return { key: call.key, answer }
    })
    await vi.advanceTimersByTimeAsync(1_500)
    const closed = groupCommit.close()
    await vi.advanceTimersByTimeAsync(10_000)

    expect(settled).toBe(calls.length)
    await closed
    const transactions = store.transactions.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(store.transactions.length, 'transactions, the last answer given').toBe(transactions)
    const told = await Promise.all(answering)
    if (store.followed > 0) tally['followed'] = (tally['followed'] ?? 0) + store.followed
    if (store.leftBehind > 0) tally['left behind'] = (tally['left behind'] ?? 0) + store.leftBehind
    for (const { answer } of told) tally[nameOf(answer)] = (tally[nameOf(answer)] ?? 0) + 1
    for (const [key, answers] of Map.groupBy(told, ({ key }) => key))
      expectTruth(
        books,
        key,
        answers.map(({ answer }) => answer),
        culprits.has(key),
      )
    assertInvariants(memoryContents(books, 'main'))
  })

  await fc.assert(property, { numRuns: samples({ quick: 100, long: 3_000 }) })
  for (const what of ['ok', 'again', 'not_written', 'unknown', spoilt, 'followed', 'left behind'])
    expect(tally, what).toHaveProperty(what)
})

it('never lets a call wait for a lock that only others need, whatever became of a COMMIT', {
  timeout,
}, async () => {
  const commitLost = fc.constantFrom<Fault>(
    { kind: 'COMMIT landed unheard' },
    { kind: 'COMMIT never arrived' },
  )
  const property = fc.asyncProperty(
    fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 1 }),
    fc.integer({ min: 0, max: 100 }),
    fc.array(commitLost, { maxLength: 4 }),
    fc.integer({ min: 1, max: 60 }),
    async (lockedAccounts, afterMs, faults, size) => {
      const locks = lockedAccounts.map((account) => ({ account, afterMs, ms: 25_000 }))
      const { book } = await openBooks({ faults, locks })
      const answered: string[] = []

      const answering = Promise.all(
        Array.from({ length: size }, async (_, i) => {
          const [from, to] = wayOf(i)
          await pay(book, { key: `k${i}`, from, to })
          answered.push(from)
        }),
      )
      await vi.advanceTimersByTimeAsync(8_000)

      const isFree = (from: string): boolean => !lockedAccounts.includes(from)
      const all = Array.from({ length: size }, (_, i) => wayOf(i)[0])
      expect(answered.filter(isFree).toSorted()).toEqual(all.filter(isFree).toSorted())
      await vi.advanceTimersByTimeAsync(60_000)
      await answering
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 40, long: 1_000 }) })
})

it('finds the calls that spoil a batch by halving it, and no more often than that takes', {
  timeout,
}, async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 256 }),
    fc.array(fc.nat({ max: 255 }), { maxLength: 4 }),
    async (size, picks) => {
      const culprits = new Set(picks.map((pick) => `k${pick % size}`))
      const { book, store } = await openBooks({ faults: [], culprits })

      const answering = Promise.allSettled(
        Array.from({ length: size }, (_, i) => pay(book, { key: `k${i}`, from: 'a', to: 'b' })),
      )
      await vi.advanceTimersByTimeAsync(5_000)
      const outcomes = await answering

      const refused = outcomes.flatMap(({ status }, i) => (status === 'rejected' ? [`k${i}`] : []))
      expect(new Set(refused)).toEqual(culprits)
      expect(store.transactions.length).toBeLessThanOrEqual(
        1 + 2 * culprits.size * Math.ceil(Math.log2(size)),
      )
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 40, long: 1_000 }) })
})

it("has no account in two transactions at once, and posts each account's journals in the order of their calls", {
  timeout,
}, async () => {
  const way = fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 2, maxLength: 2 })
  let [together, followed, leftBehind] = [0, 0, 0]

  const property = fc.asyncProperty(
    fc.array(way, { minLength: 1, maxLength: 60, size: 'max' }),
    fc.array(fc.constantFrom<Fault>({ kind: 'none' }, { kind: 'COMMIT never arrived' }), { maxLength: 4 }),
    fc.record({
      mostCommands: fc.constantFrom(1, 3, 256),
      mostInFlight: fc.constantFrom(2, 3),
      leastBeside: fc.constantFrom(1, 4),
    }),
    async (ways, faults, settings) => {
      const { book, store } = await openBooks({ faults, latencyMs: 10 }, settings)

      const answering = Promise.all(
        ways.map(async ([from = 'a', to = 'b'], i) => pay(book, { key: `k${i}`, from, to })),
      )
      await vi.advanceTimersByTimeAsync(5_000)
      await answering

      expect(store.clashes).toEqual([])
      together = Math.max(together, store.mostAtOnce)
      followed += store.followed
      leftBehind += store.leftBehind
      // What was sent in vain was sent again.
      const sent = store.transactions.flat()
      const posted = sent.filter((key, i) => sent.lastIndexOf(key) === i).map((key) => Number(key.slice(1)))
      for (const account of accounts) {
        const ofAccount = posted.filter((i) => ways[i]?.includes(account))
        expect(ofAccount, account).toEqual(ofAccount.toSorted((a, b) => a - b))
      }
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 100, long: 2_000 }) })
  expect(together).toBe(3)
  expect(followed).toBeGreaterThan(0)
  expect(leftBehind).toBeGreaterThan(0)
})

it('gives no transaction more than its share of those who ask again and again, whoever came first', {
  timeout,
}, async () => {
  const settings = { mostInFlight: 2, leastBeside: 4 }
  const arrivals = fc.array(fc.nat({ max: 30 }), {
    minLength: 4 * settings.leastBeside,
    maxLength: 64,
    size: 'max',
  })

  const property = fc.asyncProperty(arrivals, async (callers) => {
    const own = callers.map((_, i) => [`from:${i}`, `to:${i}`] as const)
    const { book, store } = await openBooks({ faults: [], latencyMs: 10 }, settings, own.flat())

    const asking = own.map(async ([from, to], i) => {
      await pass(callers[i] ?? 0)
      for (let n = 0; n < 10; n++) await pay(book, { key: `k${i}.${n}`, from, to })
    })
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all(asking)

    const sizes = store.transactions.map((keys) => keys.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.ceil(callers.length / settings.mostInFlight))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10 * callers.length)
  })

  await fc.assert(property, { numRuns: samples({ quick: 50, long: 1_000 }) })
})

/** Holds all that was told under one key against what the books remember under it. */
function expectTruth(
  books: MemoryBooks,
  key: string,
  told: readonly (Answer | string)[],
  isCulprit: boolean,
): void {
  const isRemembered = books.book('main').keys.has(key)
  const answers = told.filter((answer) => typeof answer !== 'string')
  const accepted = answers.filter(({ ok }) => ok)
  // A call that spoils its batch is told so, and nothing else fails so; a lock is waited for as long as the caller waits.
  if (!isCulprit) expect(told, key).toEqual(answers)
  expect(answers.map(nameOf), key).not.toContain('lock_timeout')
  expect(new Set(accepted.map(textOf)).size, `answers under ${key}`).toBeLessThanOrEqual(1)
  expect(accepted.filter(({ replayed }) => !replayed).length, key).toBeLessThanOrEqual(1)
  if (accepted.length > 0) expect(isRemembered, key).toBe(true)
  if (isCulprit || answers.every((answer) => nameOf(answer) === 'not_written'))
    expect(isRemembered, key).toBe(false)
}

const spoilt = 'Error: PostgreSQL cannot keep this.'

/** What a caller was told, in a word. */
function nameOf(answer: Answer | string): string {
  if (typeof answer === 'string') return answer
  if (answer.ok) return answer.replayed ? 'again' : 'ok'
  const { error } = answer
  return error instanceof UnavailableError && error.code !== 'lock_timeout' ? error.outcome : error.code
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Every other call is between two accounts that nobody locks; the rest take from one of those that may be locked. */
const wayOf = (i: number): [from: string, to: string] =>
  i % 2 === 0 ? ['free', 'other'] : [accounts[Math.floor(i / 2) % accounts.length] ?? 'a', 'free']
