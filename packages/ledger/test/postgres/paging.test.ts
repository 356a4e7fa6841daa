import { samples, useDatabase } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, expect, it } from 'vitest'
import { type Book, createLedger, type HistoryEntry } from '../../src/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

// A page at a time through a long history, while others go on posting on the same account.

const { url } = await useDatabase(ledgerSchema)
const pool = new Pool({ connectionString: url, max: 10 })
const ledger = createLedger({ pool })
const main = ledger.book('main')
const size = samples({ quick: 4_000, long: 100_000 })
afterAll(async () => {
  await ledger.close()
  await pool.end()
})

await openWith(main, { alice: zar('1000000.00'), bob: zar('0.00') })
for (let from = 0; from < size; from += 1_000) await post('before', from, Math.min(from + 1_000, size))
const before = (await main.history({ account: 'bob', limit: 1 })).entries[0]?.after.version ?? 0

it.each(['newest', 'oldest'] as const)(
  'misses nothing and tells nothing twice, %s first',
  { timeout: 3_600_000 },
  async (order) => {
    let isReading = true
    const writing = (async () => {
      for (let n = 0; isReading; n += 20) await post(order, n, n + 20)
    })()

    const versions = (await readAll(main, order)).map(({ after }) => after.version)
    isReading = false
    await writing

    const [first = 0, last = 0] = [versions[0], versions.at(-1)]
    const step = order === 'newest' ? -1 : 1
    expect(versions).toEqual(versions.map((_, index) => first + index * step))
    expect(Math.min(first, last)).toBe(1)
    expect(Math.max(first, last)).toBeGreaterThanOrEqual(before)
  },
)

it('comes to its closing, though the account has long gone on', { timeout: 3_600_000 }, async () => {
  let isReading = true
  const writing = (async () => {
    for (let n = 0; isReading; n += 20) await post('statement', n, n + 20)
  })()

  let page = await main.statement({ account: 'bob', limit: 997 })
  const { opening, closing } = page
  let running = opening.amount
  for (;;) {
    for (const { change } of page.entries) running += change.amount
    if (page.next === null) break
    page = await main.statement({ account: 'bob', limit: 997, after: page.next })
  }
  isReading = false
  await writing

  expect(running).toBe(closing.amount)
  expect((await main.statement({ account: 'bob', limit: 1 })).closing.amount).toBeGreaterThan(closing.amount)
})

async function readAll(book: Book, order: 'newest' | 'oldest'): Promise<HistoryEntry[]> {
  const all: HistoryEntry[] = []
  for (let after: string | undefined; ; ) {
    const { entries, next } = await book.history({ account: 'bob', order, limit: 137, after })
    all.push(...entries)
    // Oldest first there is always something new; what was there at first has been read by then.
    if (next === null || (order === 'oldest' && all.length > before + 1_000)) return all
    after = next
  }
}

async function post(round: string, from: number, to: number): Promise<void> {
  const journals = Array.from({ length: to - from }, (_, i) => ({
    ...{ key: `${round} ${from + i}`, kind: 'x' },
    entries: transfer('alice', 'bob', zar('0.01')),
  }))
  await main.post(journals, { mode: 'atomic' })
}
