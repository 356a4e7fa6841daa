import { samples, useDatabase } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { transfer, zar } from './support/pocket-money.ts'

const { pool } = await useDatabase(ledgerSchema)

const day = 86_400_000
const today = Date.UTC(2026, 0, 1)
const daysBack = fc.integer({ min: 0, max: 400 })
const payments = fc.array(fc.record({ cents: fc.integer({ min: 1, max: 500 }), daysBack }), {
  minLength: 1,
  maxLength: 12,
})

it('leaves every row that was there as it was, to the byte, whatever is dated before it', async () => {
  let books = 0
  const backDating = fc.asyncProperty(payments, payments, async (earlier, later) => {
    books += 1
    const book = createLedger({ pool }).book(`dated-${books}`)
    for (const code of ['from', 'to']) {
      await book.accounts.open({ code, type: 'liability', currency: 'ZAR', floor: 'none' })
    }
    const post = async (turn: string, all: typeof earlier): Promise<void> => {
      for (const [index, { cents, daysBack }] of all.entries()) {
        await book.post({
          key: `${turn} ${index}`,
          kind: 'payment',
          effectiveAt: new Date(today - daysBack * day),
          entries: transfer('from', 'to', zar((cents / 100).toFixed(2))),
        })
      }
    }
    const effective = async (): Promise<bigint[]> => {
      const moments = [0, 100, 200, 300, 401].map((back) => new Date(today - back * day))
      const balances = await Promise.all(
        moments.map((effectiveAt) => book.accounts.balance('to', { effectiveAt })),
      )
      return balances.map(({ posted }) => posted.amount)
    }
    const toldAt = async (recordedAt: Date): Promise<object> => {
      // A moment becomes final when nothing that began before it is open; that is nothing of what was told.
      const { isFinal: _, ...told } = await book.accounts.balance('to', { recordedAt })
      return told
    }
    await post('earlier', earlier)
    const recordedAt = await lastRecorded()
    const rowsBefore = await rowsOf(book.name)
    const recordedBefore = await toldAt(recordedAt)

    await post('later', later)

    // As it was told at the time, however the past looks now.
    expect(await toldAt(recordedAt)).toEqual(recordedBefore)
    expect(await rowsOf(book.name)).toEqual(expect.arrayContaining(rowsBefore))
    // By business time everything counts from its own day on.
    const all = [...earlier, ...later]
    expect(await effective()).toEqual(
      [0, 100, 200, 300, 401].map((back) => sum(all.filter((one) => one.daysBack >= back))),
    )
  })

  await fc.assert(backDating, { numRuns: samples({ quick: 15, long: 500 }) })
})

const sum = (payments: readonly { readonly cents: number }[]): bigint =>
  payments.reduce((total, { cents }) => total + BigInt(cents), 0n)

async function lastRecorded(): Promise<Date> {
  const { rows } = await pool.query('SELECT max(recorded_at) AS at FROM ledger.journal')
  return rows[0].at
}

/** Every row that is written once, with its place on the disk and the transaction that wrote it: an UPDATE would change both. */
async function rowsOf(book: string): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(everyRow, [book])
  return rows.map(({ row }) => row)
}

const everyRow = `
SELECT row
FROM ledger.book
CROSS JOIN LATERAL (
  SELECT 'journal ' || kept.ctid || kept.xmin || kept FROM ledger.journal AS kept WHERE kept.book_id = book.id
  UNION ALL
  SELECT 'entry ' || kept.ctid || kept.xmin || kept FROM ledger.entry AS kept WHERE kept.book_id = book.id
  UNION ALL
  SELECT 'standing ' || kept.ctid || kept.xmin || kept FROM ledger.standing AS kept WHERE kept.book_id = book.id
  UNION ALL
  SELECT 'shifted ' || kept.ctid || kept.xmin || kept FROM ledger.shifted_entry AS kept WHERE kept.book_id = book.id
  UNION ALL
  SELECT 'key ' || kept.ctid || kept.xmin || kept FROM ledger.key AS kept WHERE kept.book_id = book.id
) AS kept (row)
WHERE book.code = $1
ORDER BY row`
