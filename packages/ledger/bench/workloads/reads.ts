import { type Book, currency } from '../../src/index.ts'
import { audit } from '../audit.ts'
import type { Database } from '../bench-server.ts'
import { closedLoop } from '../closed-loop.ts'
import { ourLedger, setUpOurs } from '../contenders/ours.ts'
import { fillPast } from '../fill-past.ts'
import { type Cell, type Goal, throughputOf, type Workload } from '../workload.ts'

const accounts = 100_000
const entries = 1_000_000
const page = 50
/** It is in every journal of the past; the others, `account:2` and those after it, take turns. */
const hot = 'account:1'

/** Questions about one account with a million entries, whose answers ought to cost what they tell and not what there is. */
export const reads: Workload = {
  name: 'reads',
  about: 'an account with a million entries, pages of 50; and trial balances over 100,000 accounts',
  async prepare({ server }) {
    const [{ database: mine, book }, { database: withHold, book: held }] = [
      await filled('ours_reads'),
      await filled('ours_reads_held'),
    ]
    const end = Date.now()
    await holdTwice(held, hot)

    /** Some moment of the past, and never twice the same: nothing is answered from what the last question left. */
    const moment = (): Date => new Date(end - Math.floor(Math.random() * entries * 1_000))
    const version = (): number => 1 + Math.floor(Math.random() * entries)
    const cursor = await cursorsOf(book)
    const cell = (name: string, ask: () => Promise<unknown>, callers = 1): Cell => ({
      name: callers === 1 ? name : `${name}, ${callers}`,
      run: (seconds) => closedLoop({ callers, seconds, call: () => ask().then(() => 1) }),
    })
    const balance = (): Promise<unknown> => book.accounts.balance(hot)
    const recorded = (): Promise<unknown> => book.accounts.balance(hot, { recordedAt: moment() })
    const newest = (): Promise<unknown> => book.history({ account: hot, limit: page })
    const deepPage = (): Promise<unknown> => book.history({ account: hot, limit: page, after: cursor() })
    const statement = (by: 'recorded' | 'effective'): Promise<unknown> =>
      book.statement({ account: hot, by, from: moment(), limit: page })

    return {
      cells: [
        cell('balance', balance),
        cell('balance of an account with ten entries', () => book.accounts.balance('account:2')),
        cell('balance as of a version', () => book.accounts.balance(hot, { version: version() })),
        cell('balance as of a recorded time', recorded),
        cell('balance as of a recorded time, of an account that had a hold', () =>
          held.accounts.balance(hot, { recordedAt: moment() }),
        ),
        cell('balance as of a recorded time, of an account with a hold open then', () =>
          held.accounts.balance(hot, { recordedAt: new Date() }),
        ),
        cell('balance as of a business time', () => book.accounts.balance(hot, { effectiveAt: moment() })),
        cell('newest page of history', newest),
        cell('deep page of history, by cursor', deepPage),
        cell('deep page of history, by offset', () =>
          book.history({ account: hot, limit: page, offset: version() }),
        ),
        cell('page of a statement', () => statement('recorded')),
        cell('page of a statement by business time', () => statement('effective')),
        cell('balance', balance, 16),
        cell('balance as of a recorded time', recorded, 16),
        cell('deep page of history, by cursor', deepPage, 16),
        cell('trial balance now', () => book.trialBalance({ depth: 1 })),
        cell('trial balance as of a recorded time', () =>
          book.trialBalance({ depth: 1, recordedAt: moment() }),
        ),
        cell('trial balance as of a business time', () =>
          book.trialBalance({ depth: 1, effectiveAt: moment() }),
        ),
      ],
      goals: [
        goal('balance', 'balance of an account with ten entries', 0.8, 0.95),
        ...['a version', 'a recorded time', 'a business time'].map((what) =>
          goal(`balance as of ${what}`, 'balance', 0.67, 1),
        ),
        ...['that had a hold', 'with a hold open then'].map((what) =>
          goal(`balance as of a recorded time, of an account ${what}`, 'balance', 0.67, 1),
        ),
        goal('deep page of history, by cursor', 'newest page of history', 0.8, 0.95),
        goal('page of a statement by business time', 'page of a statement', 0.67, 1),
      ],
      audit: async () => {
        for (const database of [mine, withHold]) await audit(database.pool(1))
      },
    }

    async function filled(name: string): Promise<{ readonly database: Database; readonly book: Book }> {
      const database = await server.database(name)
      await setUpOurs(database, accounts + 1)
      await fillPast(database.pool(2), { layout: 'hot', journals: entries, accounts })
      return { database, book: ourLedger(database, { connections: 16 }).book }
    }
  },
}

/** Answers a second of one against another. As-of at most 1.5 times as long as a balance is 0.67 here. */
function goal(what: string, against: string, floor: number, most: number): Goal {
  return { what: `${what}: ${against}`, ratio: throughputOf(what, against), floor, goal: most }
}

/** Some is held, and given back; some more stays held. */
async function holdTwice(book: Book, account: string): Promise<void> {
  const amount = currency('ZAR').minor(1n)
  const { hold } = await book.holds.place({ key: 'held once', account, amount })
  await book.holds.void({ key: 'held no more', hold: hold.id })
  await book.holds.place({ key: 'held to this day', account, amount })
}

/** Where pages of a long history begin, newest first and then over again. The walk to them is made once, beforehand. */
async function cursorsOf(book: Book): Promise<() => string> {
  const found: string[] = []
  for (let after: string | undefined; ; ) {
    const { next } = await book.history({ account: hot, limit: 1_000, after })
    if (next === null) break
    after = next
    found.push(next)
  }
  let asked = 0
  return () => found[asked++ % found.length] ?? ''
}
