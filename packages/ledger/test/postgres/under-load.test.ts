import { samples, useDatabase, waitFor } from '@evenkeel/test-support'
import { afterEach, describe, expect, it } from 'vitest'
import type { GroupCommitSettings } from '../../src/batching/group-commit-settings.ts'
import { type Book, createLedger, type SubmitOptions } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { lockByHost } from './support/host-lock.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { someoneWaits } from './support/someone-waits.ts'

const { pool, connect } = await useDatabase(ledgerSchema)
const timeout = 600_000

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

let tests = 0

async function openBook(settings: Partial<GroupCommitSettings> = {}, lockable = 1) {
  tests += 1
  const ledger = createLedger({ pool, groupCommit: settings })
  const book = ledger.book(`under-load-${tests}`)
  const locked = Array.from({ length: lockable }, (_, i) => `locked-${i}`)
  const amounts = [...locked, 'free'].map((code) => [code, zar('10000.00')])
  await openWith(book, { ...Object.fromEntries(amounts), bob: zar('0.00'), other: zar('0.00') })
  endings.push(async () => assertInvariants(await postgresContents(fromPg(pool), book.name)))
  return { ledger, book, locked }
}

async function hostLocks(accounts: readonly string[]): Promise<() => Promise<void>> {
  const unlock = await lockByHost(await connect(), accounts)
  endings.push(unlock)
  return unlock
}

let calls = 0
/** One cent from an account, to one that nobody locks. Takers of the free account and of others never meet. */
function pay(book: Book, from: string, options?: SubmitOptions) {
  calls += 1
  const to = from === 'free' ? 'bob' : 'other'
  return book.post({ key: `call-${calls}`, kind: 'x', entries: transfer(from, to, zar('0.01')) }, options)
}

/** Eight callers who pay one cent after the other while it is so. The answer: how long each payment took. */
async function payWhile(book: Book, isSo: () => boolean): Promise<number[]> {
  const tookMs: number[] = []
  const callers = Array.from({ length: 8 }, async () => {
    while (isSo()) {
      const start = performance.now()
      await pay(book, 'free', { deadlineMs: timeout })
      tookMs.push(performance.now() - start)
    }
  })
  await Promise.all(callers)
  return tookMs.sort((a, b) => a - b)
}

const forMs = (ms: number): (() => boolean) => {
  const end = performance.now() + ms
  return () => performance.now() < end
}
const p99 = (sorted: readonly number[]): string => (sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(1)

describe('while a host holds accounts', () => {
  it.each([1, 12])(
    '%i of them, all others are answered, and those who need them when it lets go',
    { timeout },
    async (count) => {
      const { book, locked } = await openBook({}, count)
      const usual = await payWhile(book, forMs(1_000))
      const unlock = await hostLocks(locked)
      const answered: string[] = []
      const waiting = Promise.all(
        locked.flatMap((account) => [1, 2, 3].map(() => pay(book, account, { deadlineMs: timeout }))),
      ).then((all) => answered.push(...all.map(({ journal }) => journal.key)))

      const meanwhile = await payWhile(book, forMs(samples({ quick: 3_000, long: 30_000 })))

      expect(answered).toEqual([])
      process.stderr.write(
        `${count} locked: p99 of the others ${p99(meanwhile)} ms (${meanwhile.length} calls), usually ${p99(usual)} ms\n`,
      )
      await unlock()
      await waiting
      expect(answered).toHaveLength(3 * count)
    },
  )

  it('a full queue before them refuses nobody else, nor whoever comes after some gave up', async () => {
    const { book, locked } = await openBook({ mostWaiting: 3 })
    const [account = ''] = locked
    const unlock = await hostLocks(locked)
    const first = pay(book, account)
    await waitFor(() => someoneWaits(pool))
    await pay(book, 'free')
    const impatient = Promise.allSettled([1, 2, 3].map(() => pay(book, account, { deadlineMs: 200 })))

    await expect(pay(book, account)).rejects.toMatchObject({ code: 'overloaded', outcome: 'not_written' })
    await pay(book, 'free')
    await impatient
    const later = [1, 2, 3].map(() => pay(book, account))

    await unlock()
    await Promise.all([first, ...later])
  })
})

it('lets a twin wait for the one in a host transaction for as long as that is open, and answers the same', async () => {
  const { ledger, book } = await openBook({ patienceMs: 20 })
  const host = await connect()
  await host.query('BEGIN')
  const journal = { key: 'twin', kind: 'x', entries: transfer('locked-0', 'other', zar('1.00')) }
  const inHost = await ledger.using(fromPg(host)).book(book.name).post(journal)

  const outside = book.post({ ...journal })
  const neighbours = Array.from({ length: 20 }, () => pay(book, 'free'))
  await Promise.all(neighbours)
  await host.query('COMMIT')

  expect(await outside).toEqual({ ...inHost, replayed: true })
})

it('refuses nothing it has accepted, and accepts nothing it refuses, when callers overrun the queue', async () => {
  const { book } = await openBook({ mostWaiting: 20, mostCommands: 7 })

  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => pay(book, 'free')))

  const accepted = outcomes.filter(({ status }) => status === 'fulfilled')
  const refused = outcomes.filter(({ status }) => status === 'rejected')
  expect(accepted.length).toBeGreaterThanOrEqual(20)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused).toEqual(
    refused.map(() => ({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'overloaded', outcome: 'not_written' }),
    })),
  )
  expect((await book.accounts.get('bob')).balance.posted).toEqual(zar.minor(BigInt(accepted.length)))
})

it('answers everything it accepted before it closed, what waits for a host too, and refuses the rest', async () => {
  for (let round = 1; round <= samples({ quick: 5, long: 50 }); round++) {
    const { ledger, book, locked } = await openBook({ mostCommands: 5 })
    const unlock = await hostLocks(locked)
    const told: string[] = []
    let isClosing = false
    const callers = Array.from({ length: 16 }, async (_, caller) => {
      for (;;) {
        const wasClosing = isClosing
        const answer = await pay(book, caller === 0 ? 'locked-0' : 'free').then(
          () => 'done',
          (error: unknown) => String(Reflect.get(Object(error), 'code')),
        )
        told.push(answer)
        expect(answer).toBe(wasClosing ? 'closed' : 'done')
        if (wasClosing) return
      }
    })
    await waitFor(() => told.length >= 10 * round)

    isClosing = true
    const closed = ledger.close()
    await unlock()
    await Promise.all(callers)
    await closed

    const done = told.filter((answer) => answer === 'done').length
    const balances = [await book.accounts.get('bob'), await book.accounts.get('other')]
    expect(balances.reduce((sum, { balance }) => sum + balance.posted.amount, 0n)).toBe(BigInt(done))
  }
})
