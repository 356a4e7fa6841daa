import { expect, it } from 'vitest'
import { createIds, credit, currencyTable, debit, money, systemClock, systemRandom } from '../../src/index.ts'
import { Ledger } from '../../src/ledger/ledger.ts'
import { submitTo } from '../../src/ledger/submit.ts'
import { MemoryBooks } from '../../src/memory/memory-books.ts'
import { memoryReading } from '../../src/reading/memory/memory-reading.ts'

it('keeps the digits of a currency for as long as an account uses it', async () => {
  const books = new MemoryBooks(systemClock)
  const ids = createIds({ clock: systemClock, random: systemRandom })
  const bookWhere = (scale: number) => {
    const currencies = currencyTable({ assets: [{ code: 'POINTS', scale }] })
    return new Ledger({
      submit: submitTo(books, { ids, currencies }),
      ...memoryReading(books),
      currencies,
    }).book('main')
  }
  const wholePoints = currencyTable({ assets: [{ code: 'POINTS', scale: 0 }] })
  const amount = money(5n, 'POINTS', wholePoints)
  const entries = [debit('shop', amount), credit('user', amount)]
  await bookWhere(0).accounts.open({ code: 'user', type: 'liability', currency: 'POINTS' })
  await bookWhere(0).accounts.open({ code: 'shop', type: 'asset', currency: 'POINTS' })

  const inHundredths = bookWhere(2)

  const differs = { code: 'account_differs' }
  await expect(inHundredths.post({ key: 'p', kind: 'bonus', entries })).rejects.toMatchObject(differs)
  await expect(
    inHundredths.accounts.open({ code: 'user', type: 'liability', currency: 'POINTS' }),
  ).rejects.toMatchObject({ ...differs, details: { fields: ['scale'] } })
  await expect(bookWhere(0).post({ key: 'p', kind: 'bonus', entries })).resolves.toMatchObject({
    replayed: false,
  })
})
