import { randomPairs } from '../account-pairs.ts'
import { audit } from '../audit.ts'
import { backendCpu } from '../backend-cpu.ts'
import type { Database } from '../bench-server.ts'
import { closedLoop } from '../closed-loop.ts'
import { journal, ourLedger, setUpOurs } from '../contenders/ours.ts'
import { fillPast } from '../fill-past.ts'
import { median } from '../median.ts'
import { type Fact, throughputOf, type Workload } from '../workload.ts'

const accounts = 10_000
const random = randomPairs(accounts)

/** The same posts on a book without a past, and on books with one. */
export const growth: Workload = {
  name: 'growth',
  about: '64 callers, random accounts, on an empty book and after a million entries; after ten with --long',
  async prepare({ server, options }) {
    const empty = await bookAfter(0)
    const old = [await bookAfter(1_000_000)]
    if (options.isLong) old.push(await bookAfter(10_000_000))
    const books = [empty, ...old]

    return {
      cells: books.map(({ name, post }) => ({
        name,
        run: (seconds) => closedLoop({ callers: 64, seconds, call: post }),
      })),
      goals: old.map(({ name, about }) => ({
        what: `${about}: empty`,
        ratio: throughputOf(name, empty.name),
        floor: 0.8,
        goal: 0.95,
      })),
      facts: async () => {
        const [first = Number.NaN, ...costs] = await batchCosts(books, options.turns)
        const facts: Fact[] = [{ what: 'batch of 256, empty: server CPU', value: first, unit: 'us' }]
        for (const [index, cost] of costs.entries()) {
          const { about } = old[index] ?? empty
          facts.push(
            { what: `batch of 256, ${about}: server CPU`, value: cost, unit: 'us' },
            { what: `batch of 256, ${about}: empty`, value: cost / first, unit: '', floor: 1.25, goal: 1.05 },
          )
        }
        return facts
      },
      audit: async () => {
        for (const { database } of books) await audit(database.pool(1))
      },
    }

    async function bookAfter(entries: number): Promise<Book> {
      const database = await server.database(`ours_after_${entries}`)
      await setUpOurs(database, accounts + 1)
      if (entries > 0) {
        await fillPast(database.pool(2), { layout: 'spread', journals: entries / 2, accounts })
      }
      const { book } = ourLedger(database)
      const post = async (): Promise<number> => {
        await book.post(journal(...random()))
        return 1
      }
      const about = entries === 0 ? 'empty' : `after ${entries.toLocaleString('en')} entries`
      return { database, post, about, name: `ours, ${about}, 64` }
    }
  },
}

interface Book {
  readonly database: Database
  readonly post: () => Promise<number>
  readonly about: string
  readonly name: string
}

/** What a journal costs the server in a batch of 256, in microseconds, for each book; measured by turns. */
async function batchCosts(books: readonly Book[], turns: number): Promise<number[]> {
  const backends = []
  for (const { database } of books) {
    const { book, pool } = ourLedger(database, { connections: 1 })
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const post = (): Promise<unknown> =>
      book.post(
        Array.from({ length: 256 }, () => journal(...random())),
        { mode: 'independent' },
      )
    for (let i = 0; i < 8; i++) await post()
    backends.push({ pid: rows[0]?.pid ?? 0, post, spent: [] as number[] })
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { pid, post, spent } of backends) {
      const cpuUs = await backendCpu(pid, async () => {
        for (let i = 0; i < 8; i++) await post()
      })
      spent.push(cpuUs / (8 * 256))
    }
  }
  return backends.map(({ spent }) => median(spent))
}
