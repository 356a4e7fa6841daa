import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountView } from '../../src/accounts/account-view.ts'
import type { Balance } from '../../src/accounts/balance.ts'
import type { Result } from '../../src/engine/command.ts'
import { decodeOutcome, encodeOutcome, type Outcome } from '../../src/engine/outcome.ts'
import { errorCodes, RejectedError } from '../../src/errors/index.ts'
import type { Hold } from '../../src/holds/hold.ts'
import type { AccountId, HoldId, JournalId } from '../../src/ids.ts'
import { type Instant, toInstant } from '../../src/instant.ts'
import type { Entry, Journal } from '../../src/journals/journal.ts'
import type { Money } from '../../src/money/money.ts'
import { anyMetadata } from '../support/metadata.ts'

// Anything that a result can be made of, whether or not a ledger would ever make it so.
const text = fc.string({ unit: 'binary', maxLength: 12 })
const currency = fc.constantFrom('ZAR', 'JPY', 'X-ETHER')
const money: fc.Arbitrary<Money> = fc.record({ amount: fc.bigInt(-(10n ** 38n), 10n ** 38n), currency })
const instant: fc.Arbitrary<Instant> = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map(toInstant)
const side = fc.constantFrom('debit' as const, 'credit' as const)
// Any text can stand for an id here: nothing on the way looks into one.
const idOf = <Id extends string>(): fc.Arbitrary<Id> => fc.uuid({ version: 7 }).map((id) => id as Id)

const balance: fc.Arbitrary<Balance> = fc.record({
  account: text,
  posted: money,
  held: money,
  usable: money,
  version: fc.nat(),
})

const account: fc.Arbitrary<AccountView> = fc.record({
  id: idOf<AccountId>(),
  book: text,
  code: text,
  type: fc.constantFrom('asset', 'liability', 'equity', 'income', 'expense'),
  normalSide: side,
  currency,
  scale: fc.nat(18),
  floor: fc.option(money),
  ceiling: fc.option(money),
  metadata: anyMetadata,
  status: fc.constantFrom('open', 'frozen', 'closed'),
  openedAt: instant,
  balance,
})

const entry: fc.Arbitrary<Entry> = fc.record({ account: text, side, amount: money, after: balance })

const journal: fc.Arbitrary<Journal> = fc.record({
  id: idOf<JournalId>(),
  book: text,
  key: text,
  kind: text,
  description: fc.option(text),
  reference: fc.option(text),
  effectiveAt: instant,
  recordedAt: instant,
  metadata: anyMetadata,
  reverses: fc.option(idOf<JournalId>()),
  captures: fc.option(idOf<HoldId>()),
  entries: fc.array(entry, { maxLength: 4 }),
})

const hold: fc.Arbitrary<Hold> = fc.record({
  id: idOf<HoldId>(),
  book: text,
  key: text,
  account: text,
  amount: money,
  captured: money,
  status: fc.constantFrom('open', 'captured', 'voided', 'expired'),
  expiresAt: fc.option(instant),
  kind: text,
  description: fc.option(text),
  metadata: anyMetadata,
  placedAt: instant,
  endedAt: fc.option(instant),
})

const balances = fc.array(balance, { maxLength: 3 })
const result: fc.Arbitrary<Result> = fc.oneof(
  fc.record({ account, created: fc.boolean() }),
  fc.record({ account }),
  fc.record({ journal, balances }),
  fc.record({ hold, balances }),
  fc.record({ hold, journal, balances }),
)

const rejection: fc.Arbitrary<RejectedError> = fc
  .record({ code: fc.constantFrom(...errorCodes.RejectedError), message: text, details: anyMetadata })
  .map(({ code, message, details }) => new RejectedError(code, message, details))

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 4, arbitrary: result.map((made): Outcome => ({ ok: true, result: made })) },
  { weight: 1, arbitrary: rejection.map((error): Outcome => ({ ok: false, error })) },
)

describe('an outcome', () => {
  it('is read from the text that its key remembers as it was', async () => {
    const property = fc.property(outcome, (before) => {
      const after = decodeOutcome(encodeOutcome(before))

      expect(factsOf(after)).toEqual(factsOf(before))
    })

    await fc.assert(property, { numRuns: samples({ quick: 500, long: 50_000 }) })
  })

  it('has the same text when it is remembered again', async () => {
    const property = fc.property(outcome, (before) => {
      const text = encodeOutcome(before)

      expect(encodeOutcome(decodeOutcome(text))).toBe(text)
    })

    await fc.assert(property, { numRuns: samples({ quick: 500, long: 50_000 }) })
  })

  it('of a rejection says that it is a replay, and only then', () => {
    const error = new RejectedError('account_closed', 'Account a is closed, for good.', { account: 'a' })

    const again = decodeOutcome(encodeOutcome({ ok: false, error }))

    expect(error.replayed).toBe(false)
    expect(again).toMatchObject({ ok: false, error: { replayed: true } })
  })
})

function factsOf(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.result
  const { code, family, message, details } = outcome.error
  return { code, family, message, details }
}
