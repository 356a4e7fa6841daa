import { expect, expectTypeOf, it } from 'vitest'
import {
  type Balance,
  type CapturedHold,
  credit,
  currency,
  debit,
  type Journal,
  type LedgerError,
  type Money,
  type PostedJournal,
  type Settled,
  type Written,
} from '../../src/index.ts'
import { memoryLedger } from '../../src/testing/index.ts'

// The compiler is the test here (`pnpm run types`): an @ts-expect-error over a line that compiles is itself an error.
// Each refusal is also run, since the same mistake must not pass for a caller without types.

const book = memoryLedger().book('main')
const zar = currency('ZAR')
for (const code of ['alice', 'bob']) {
  await book.accounts.open({ code, type: 'liability', currency: 'ZAR', floor: 'none' })
}
const entries = [debit('alice', zar('1.00')), credit('bob', zar('1.00'))]
const invalid = expect.objectContaining({ code: 'invalid_input' })

it('tells what a write answers with', async () => {
  const posted = await book.post({ key: 'p1', kind: 'x', entries })
  const reversed = await book.reverse({ key: 'r1', journal: posted.journal.id })
  const placed = await book.holds.place({ key: 'h1', account: 'alice', amount: zar('1.00') })
  const to = [['bob', zar('1.00')]] as const
  const captured = await book.holds.capture({ key: 'c1', hold: placed.hold.id, to })

  expectTypeOf(posted).toEqualTypeOf<Written<PostedJournal>>()
  expectTypeOf(reversed).toEqualTypeOf<Written<PostedJournal>>()
  expectTypeOf(captured).toEqualTypeOf<Written<CapturedHold>>()
  expectTypeOf(posted.replayed).toEqualTypeOf<boolean>()
  expectTypeOf(posted.journal).toEqualTypeOf<Journal>()
  expectTypeOf(posted.balances).toEqualTypeOf<readonly Balance[]>()
  expectTypeOf(posted.journal.entries[0]?.amount).toEqualTypeOf<Money | undefined>()
})

it('tells the answers of a batch by its mode', async () => {
  const atomic = await book.post([{ key: 'p2', kind: 'x', entries }], { mode: 'atomic' })
  const independent = await book.post([{ key: 'p3', kind: 'x', entries }], { mode: 'independent' })

  expectTypeOf(atomic).toEqualTypeOf<readonly Written<PostedJournal>[]>()
  expectTypeOf(independent).toEqualTypeOf<readonly Settled<PostedJournal>[]>()
  for (const settled of independent) {
    if (settled.ok) expectTypeOf(settled.journal).toEqualTypeOf<Journal>()
    else expectTypeOf(settled.error).toEqualTypeOf<LedgerError>()
    // @ts-expect-error There is a journal only where it was posted; whether it was must be asked first.
    settled.journal
  }
})

it('does not compile without a mode for a batch', async () => {
  // @ts-expect-error All or none, or each for itself: the caller must say.
  const without = book.post([{ key: 'p4', kind: 'x', entries }])

  await expect(without).rejects.toEqual(invalid)
})

it('does not compile when an amount is a number, or comes without a currency', async () => {
  // @ts-expect-error A number is not exact.
  const number = book.holds.place({ key: 'h2', account: 'alice', amount: 100 })
  // @ts-expect-error Nor is a number that calls itself money.
  const disguised = book.holds.place({ key: 'h2', account: 'alice', amount: { amount: 1, currency: 'ZAR' } })
  // @ts-expect-error Of what?
  const bare = book.holds.place({ key: 'h2', account: 'alice', amount: 100n })

  for (const refused of [number, disguised, bare]) await expect(refused).rejects.toEqual(invalid)
})

it('does not compile without a key, or with a name that nobody knows', async () => {
  // @ts-expect-error Without a key a retry would be a second payment.
  const keyless = book.post({ kind: 'x', entries })
  // @ts-expect-error Misspelt, it would silently not be asked.
  const misspelt = book.post({ key: 'p5', kind: 'x', entries, referense: 'a' })
  // @ts-expect-error A week is 7d.
  const week = book.holds.place({ key: 'h3', account: 'alice', amount: zar('1.00'), expiresIn: '1w' })
  // @ts-expect-error An account is none of these.
  const odd = book.accounts.open({ code: 'c', type: 'wallet', currency: 'ZAR' })

  for (const refused of [keyless, misspelt, week, odd]) await expect(refused).rejects.toEqual(invalid)
})

it('does not compile when an answer is written to', async () => {
  const { journal } = await book.post({ key: 'p6', kind: 'x', entries })

  expect(() => {
    // @ts-expect-error What is posted is never changed.
    journal.kind = 'y'
  }).toThrow(TypeError)
})
