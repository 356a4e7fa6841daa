import { type FakeClock, fakeClock } from '@evenkeel/test-support'
import { type Book, credit, debit } from '../../src/index.ts'
import { type BookContents, memoryContents, memoryLedger } from '../../src/testing/index.ts'
import { transfer, usd, zar } from './ledger-fixture.ts'

/** A book in which everything has happened that can: two currencies, every end of a hold, a reversal, a rejection. */
export async function livedInBook(): Promise<BookContents> {
  const clock = fakeClock()
  const ledger = memoryLedger({ clock })
  await liveIn(ledger.book('main'), clock)
  return memoryContents(ledger.books, 'main')
}

/** Makes everything happen in a book that can, wherever it is kept. */
export async function liveIn(book: Book, clock: FakeClock): Promise<void> {
  const open = async (code: string, wanted: object = {}): Promise<string> => {
    await book.accounts.open({ code, type: 'liability', currency: 'ZAR', ...wanted })
    return code
  }
  const bank = await open('bank', { type: 'asset', metadata: { iban: 'x' } })
  const [alice, bob] = [await open('alice', { ceiling: zar('500.00') }), await open('bob')]
  const dollars = [
    await open('usd', { type: 'asset', currency: 'USD' }),
    await open('eve', { currency: 'USD' }),
  ]
  const held = async (key: string, amount: string, expiresIn?: '1m'): Promise<string> => {
    const expiry = expiresIn === undefined ? {} : { expiresIn }
    const facts = { description: 'Basket', metadata: { basket: 1 } }
    return (await book.holds.place({ key, account: alice, amount: zar(amount), ...facts, ...expiry })).hold.id
  }

  const { journal } = await book.post({
    ...{
      key: 'deposit',
      kind: 'deposit',
      reference: 'deposit:1',
      description: 'First',
      metadata: { a: [1] },
    },
    entries: [
      debit(bank, zar('100.00')),
      debit(dollars[0] ?? '', usd('7.00')),
      credit(dollars[1] ?? '', usd('7.00')),
      credit(alice, zar('100.00')),
    ],
  })
  clock.advance(1_000)
  const captured = await held('hold 1', '50.00')
  await book.holds.extend({ key: 'extend', hold: captured, expiresIn: '1h' })
  await book.holds.capture({ key: 'capture 1', hold: captured, to: [[bob, zar('10.00')]] })
  clock.advance(1_000)
  await book.holds.capture({ key: 'capture 2', hold: captured, to: [[bob, zar('10.00')]], releaseRest: true })
  await book.holds.void({ key: 'void', hold: await held('hold 2', '5.00') })
  await held('hold 3', '6.00', '1m')
  clock.advance(120_000)
  await book.reverse({ key: 'reject', journal: journal.id }).catch(() => undefined)
  const paid = await book.post({ key: 'payment', kind: 'x', entries: transfer(bob, alice, zar('20.00')) })
  await book.reverse({ key: 'reverse', journal: paid.journal.id })
  await book.post({ key: 'back', kind: 'x', entries: transfer(bob, alice, zar('20.00')) })
  await held('hold 4', '100.00')
  await book.accounts.freeze({ key: 'freeze', account: bob })
}
