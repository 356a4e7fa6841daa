import { fakeClock } from '@evenkeel/test-support'
import type { Pool } from 'pg'
import {
  type Book,
  createLedger,
  credit,
  currency,
  currencyTable,
  debit,
  defineAsset,
} from '../../../src/index.ts'
import { onClock } from '../../postgres/support/moved-clock.ts'
import { liveIn } from '../../support/lived-in-book.ts'

/** Currencies of every width, two of them with names that no accounting program would take as they are. */
export const currencies = currencyTable({
  assets: [defineAsset({ code: 'POINTS', scale: 0 }), defineAsset({ code: 'X-1UP-COIN', scale: 4 })],
})

/** A book in PostgreSQL in which everything has happened that can, in currencies of no, two, three and four digits. */
export async function auditedBook(pool: Pool, name: string): Promise<void> {
  const clock = fakeClock()
  const ledger = createLedger({ pool: onClock(pool, clock), clock, currencies })
  const book = ledger.book(name)
  await liveIn(book, clock)
  await useManyCurrencies(book)
  await ledger.close()
}

async function useManyCurrencies(book: Book): Promise<void> {
  const [yen, dinar] = [currency('JPY'), currency('BHD')]
  const [points, coins] = [currency('POINTS', currencies), currency('X-1UP-COIN', currencies)]
  const amounts = [yen('1000'), dinar('1.234'), points('250'), coins('0.0001')]
  for (const { currency: code } of amounts) {
    await book.accounts.open({ code: `till_1:${code}`, type: 'asset', currency: code })
    await book.accounts.open({ code: `Till.1:${code}`, type: 'income', currency: code })
  }
  await book.post({
    key: 'many currencies',
    kind: 'sale',
    description: 'Say "no" ; to | this (2 lines)\nand  that',
    entries: amounts.flatMap((amount) => [
      debit(`till_1:${amount.currency}`, amount),
      credit(`Till.1:${amount.currency}`, amount),
    ]),
  })
  await book.post({
    key: 'late news',
    kind: 'sale',
    effectiveAt: '2025-12-31T12:00:00Z',
    entries: [debit('till_1:JPY', yen('50')), credit('Till.1:JPY', yen('50'))],
  })
}
