import type { FakeClock } from '@evenkeel/test-support'
import { expect, type TestAPI, test } from 'vitest'
import {
  type AccountType,
  type Balance,
  type Book,
  credit,
  currency,
  debit,
  type EntryInput,
  isLedgerError,
  type Ledger,
  type LedgerError,
  type Money,
  type OpenAccount,
} from '../../src/index.ts'
import { assertInvariants, type BookContents } from '../../src/testing/index.ts'
import type { OpenLedger } from './open-ledger.ts'

export const zar = currency('ZAR')
export const usd = currency('USD')

/** What an account to open for a test should be. All that a test does not say is of no interest to it. */
export interface Wanted extends Partial<OpenAccount> {
  /** Posted on it from an account without a floor. */
  readonly funded?: Money
}

export interface LedgerFixture {
  readonly ledger: Ledger
  readonly clock: FakeClock
  /** A book of this test's own. Its invariants are checked when the test is over. */
  readonly book: Book
  readonly contents: () => Promise<BookContents>
  /** Every journal of any book of this ledger. */
  readonly journalsOf: (book: string) => Promise<BookContents['journals']>
  /** Opens an account, a customer's in rand unless it says otherwise, and answers with its code. */
  readonly open: (wanted?: Wanted) => Promise<string>
  readonly balanceOf: (account: string) => Promise<Balance>
  /** The error of a call that must fail and leave nothing at all in the book. */
  readonly refusal: (call: () => Promise<unknown>) => Promise<LedgerError>
  /** The error of a call that must be rejected, and leave in the book nothing but the key that remembers it. */
  readonly rejection: (call: () => Promise<unknown>) => Promise<LedgerError>
}

let books = 0

/** `it` for facts about a ledger, with what most of them need. */
export function ledgerTest(openLedger: OpenLedger): TestAPI<LedgerFixture & { underTest: UnderTest }> {
  return test.extend<LedgerFixture & { underTest: UnderTest }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs: none.
    underTest: async ({}, use) => {
      const { ledger, clock, contents } = await openLedger()
      books += 1
      const name = `facts-${books}`
      const journalsOf = async (book: string): Promise<BookContents['journals']> =>
        (await contents(book)).journals
      await use({ ledger, clock, book: ledger.book(name), contents: () => contents(name), journalsOf })
      assertInvariants(await contents(name))
    },
    ledger: ({ underTest }, use) => use(underTest.ledger),
    clock: ({ underTest }, use) => use(underTest.clock),
    book: ({ underTest }, use) => use(underTest.book),
    contents: ({ underTest }, use) => use(underTest.contents),
    journalsOf: ({ underTest }, use) => use(underTest.journalsOf),
    open: ({ underTest }, use) => use(opener(underTest.book)),
    balanceOf: ({ underTest }, use) =>
      use(async (account) => (await underTest.book.accounts.get(account)).balance),
    refusal: ({ underTest: { contents } }, use) =>
      use(async (call) => {
        const before = await contents()
        const error = await errorOf(call)
        expect(await contents()).toEqual(before)
        expect(error.family).not.toBe('RejectedError')
        return error
      }),
    rejection: ({ underTest: { contents } }, use) =>
      use(async (call) => {
        const before = await contents()
        const error = await errorOf(call)
        const { keys, ...after } = await contents()
        const { keys: keysBefore, ...rest } = before
        const added = keys.filter(({ key }) => keysBefore.every((earlier) => earlier.key !== key))
        expect(after).toEqual(rest)
        expect(added).toHaveLength(1)
        expect(JSON.parse(added[0]?.outcome ?? '')).toMatchObject({ rejection: { code: error.code } })
        expect(error.family).toBe('RejectedError')
        return error
      }),
  })
}

export interface UnderTest {
  readonly ledger: Ledger
  readonly clock: FakeClock
  readonly book: Book
  readonly contents: () => Promise<BookContents>
  readonly journalsOf: LedgerFixture['journalsOf']
}

/** Value moves between two customers' accounts: the one owes less, the other more. */
export function transfer(from: string, to: string, amount: Money): EntryInput[] {
  return [debit(from, amount), credit(to, amount)]
}

/** What a call threw. It must be an error of the ledger. */
export async function errorOf(call: () => Promise<unknown>): Promise<LedgerError> {
  try {
    await call()
  } catch (error) {
    if (isLedgerError(error)) return error
    throw error
  }
  throw new Error('The call was expected to fail, and succeeded.')
}

function opener(book: Book): (wanted?: Wanted) => Promise<string> {
  let opened = 0
  return async ({ funded, ...wanted } = {}) => {
    opened += 1
    const money = wanted.currency ?? funded?.currency ?? 'ZAR'
    const code = wanted.code ?? `account-${opened}:${money}`
    const type: AccountType = wanted.type ?? 'liability'
    await book.accounts.open({ ...wanted, code, type, currency: money })
    if (funded !== undefined) await fund(book, code, type, funded)
    return code
  }
}

async function fund(book: Book, code: string, type: AccountType, amount: Money): Promise<void> {
  const source = `funding:${amount.currency}`
  await book.accounts.open({ code: source, type: 'equity', currency: amount.currency })
  const growsByDebit = type === 'asset' || type === 'expense'
  const entries = growsByDebit
    ? [debit(code, amount), credit(source, amount)]
    : [debit(source, amount), credit(code, amount)]
  await book.post({ key: `funding:${code}`, kind: 'funding', entries })
}
