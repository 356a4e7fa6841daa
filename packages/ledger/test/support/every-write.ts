import type { Book, SubmitOptions } from '../../src/index.ts'
import { type LedgerFixture, transfer, zar } from './ledger-fixture.ts'

/** One sort of write, made ready to be asked for again and again. */
export interface Write {
  /** Asks for it under a key. */
  readonly ask: (key: string, options?: SubmitOptions) => Promise<{ readonly replayed: boolean }>
  /** Asks under a key for something that differs in one field. */
  readonly askOther: (key: string) => Promise<unknown>
  /** The field in which it differs. */
  readonly otherField: string
}

type Prepare = (fixture: Pick<LedgerFixture, 'book' | 'open'>) => Promise<Write>

/** Every write there is that takes a key. What is true of keys is true of each. */
export const everyWrite: readonly (readonly [name: string, prepare: Prepare])[] = [
  [
    'a journal',
    async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const entries = transfer(alice, bob, zar('5.00'))
      return {
        ask: (key, options) => book.post({ key, kind: 'x', entries }, options),
        askOther: (key) => book.post({ key, kind: 'y', entries }),
        otherField: 'kind',
      }
    },
  ],
  [
    'a reversal',
    async ({ book, open }) => {
      const journal = await postOne(book, open)
      return {
        ask: (key, options) => book.reverse({ key, journal }, options),
        askOther: (key) => book.reverse({ key, journal, description: 'other' }),
        otherField: 'description',
      }
    },
  ],
  [
    'a hold',
    async ({ book, open }) => {
      const account = await open({ funded: zar('9.00') })
      return {
        ask: (key, options) => book.holds.place({ key, account, amount: zar('5.00') }, options),
        askOther: (key) => book.holds.place({ key, account, amount: zar('5.01') }),
        otherField: 'amount.amount',
      }
    },
  ],
  [
    'a capture',
    async ({ book, open }) => {
      const [hold, bob] = [await placeOne(book, open), await open()]
      return {
        ask: (key, options) => book.holds.capture({ key, hold, to: [[bob, zar('5.00')]] }, options),
        askOther: (key) => book.holds.capture({ key, hold, to: [[bob, zar('5.00')]], releaseRest: true }),
        otherField: 'releaseRest',
      }
    },
  ],
  [
    'an extension',
    async ({ book, open }) => {
      const hold = await placeOne(book, open)
      return {
        ask: (key, options) => book.holds.extend({ key, hold, expiresIn: '1h' }, options),
        askOther: (key) => book.holds.extend({ key, hold, expiresIn: '2h' }),
        otherField: 'expiresIn',
      }
    },
  ],
  [
    'a void',
    async ({ book, open }) => {
      const hold = await placeOne(book, open)
      return {
        ask: (key, options) => book.holds.void({ key, hold }, options),
        askOther: (key) => book.holds.void({ key, hold, reason: 'other' }),
        otherField: 'reason',
      }
    },
  ],
  [
    'a freeze',
    async ({ book, open }) => {
      const account = await open()
      return {
        ask: (key, options) => book.accounts.freeze({ key, account }, options),
        askOther: (key) => book.accounts.close({ key, account }),
        otherField: 'status',
      }
    },
  ],
  [
    'an unfreeze',
    async ({ book, open }) => {
      const account = await open()
      await book.accounts.freeze({ key: 'frozen before', account })
      return {
        ask: (key, options) => book.accounts.unfreeze({ key, account }, options),
        askOther: (key) => book.accounts.unfreeze({ key, account, reason: 'other' }),
        otherField: 'reason',
      }
    },
  ],
  [
    'a closing',
    async ({ book, open }) => {
      const [account, other] = [await open(), await open()]
      return {
        ask: (key, options) => book.accounts.close({ key, account }, options),
        askOther: (key) => book.accounts.close({ key, account: other }),
        otherField: 'account',
      }
    },
  ],
]

async function postOne(book: Book, open: LedgerFixture['open']): Promise<string> {
  const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
  const entries = transfer(alice, bob, zar('5.00'))
  return (await book.post({ key: 'posted before', kind: 'x', entries })).journal.id
}

async function placeOne(book: Book, open: LedgerFixture['open']): Promise<string> {
  const account = await open({ funded: zar('9.00') })
  return (await book.holds.place({ key: 'placed before', account, amount: zar('9.00') })).hold.id
}
