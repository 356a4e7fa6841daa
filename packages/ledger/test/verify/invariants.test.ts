import { expect, it } from 'vitest'
import { debit } from '../../src/index.ts'
import { assertInvariants, type BookContents, type Invariant } from '../../src/testing/index.ts'
import { checkInvariants } from '../../src/verify/check-invariants.ts'
import { zar } from '../support/ledger-fixture.ts'
import { livedInBook } from '../support/lived-in-book.ts'

const whole = await livedInBook()

type Rows = 'accounts' | 'journals' | 'holds' | 'holdEvents' | 'keys'
type Row<Kind extends Rows> = BookContents[Kind][number]

/** The book with one row exchanged: the one that answers to the test. */
function withRow<Kind extends Rows>(
  kind: Kind,
  isIt: (row: Row<Kind>) => boolean,
  change: (row: Row<Kind>) => Row<Kind>,
): BookContents {
  // A list of one kind of rows; the compiler cannot follow the kind through the index.
  const rows = whole[kind] as readonly Row<Kind>[]
  expect(rows.some(isIt)).toBe(true)
  return { ...whole, [kind]: rows.map((row) => (isIt(row) ? change(row) : row)) }
}

const ofAlice = ({ code }: Row<'accounts'>): boolean => code === 'alice'
const ofKey =
  (wanted: string) =>
  ({ key }: { readonly key: string }): boolean =>
    key === wanted

it.for<[Invariant, planted: string, corrupted: () => BookContents]>([
  [
    'I1',
    'an entry gone from a journal',
    () => withRow('journals', ofKey('payment'), (row) => ({ ...row, entries: row.entries.slice(1) })),
  ],
  [
    'I1',
    'a journal that was made longer',
    () => withRow('journals', ofKey('payment'), (row) => ({ ...row, entryCount: 3 })),
  ],
  [
    'I1',
    'an entry of another side',
    () =>
      withRow('journals', ofKey('payment'), (row) => ({
        ...row,
        entries: row.entries.map((entry) => ({ ...entry, ...debit(entry.account, entry.amount) })),
      })),
  ],
  ['I2', 'more on an account', () => withRow('accounts', ofAlice, (row) => ({ ...row, posted: 1n }))],
  ['I2', 'an entry uncounted', () => withRow('accounts', ofAlice, (row) => ({ ...row, entryCount: 1 }))],
  ['I3', 'a version left out', () => withRow('accounts', ofAlice, (row) => ({ ...row, version: 99 }))],
  [
    'I3',
    'a hold event gone',
    () => ({ ...whole, holdEvents: whole.holdEvents.filter(({ type }) => type !== 'voided') }),
  ],
  ['I4', 'less held', () => withRow('accounts', ofAlice, (row) => ({ ...row, held: row.held - 1n }))],
  [
    'I4',
    'a hold open again',
    () => withRow('holds', ofKey('hold 2'), (row) => ({ ...row, status: 'open', endedAt: null })),
  ],
  [
    'I5',
    'more captured than was held',
    () => withRow('holds', ofKey('hold 1'), (row) => ({ ...row, captured: zar('50.01') })),
  ],
  [
    'I5',
    'a second end',
    () => {
      const end = whole.holdEvents.find(({ type }) => type === 'voided')
      return {
        ...whole,
        holdEvents: [...whole.holdEvents, ...(end ? [{ ...end, amount: zar('0.00') }] : [])],
      }
    },
  ],
  [
    'I6',
    'a floor above what was usable',
    () => withRow('accounts', ofAlice, (row) => ({ ...row, floor: 1n })),
  ],
  [
    'I7',
    'an outcome rewritten',
    () =>
      withRow('keys', ofKey('payment'), (row) => ({
        ...row,
        outcome: row.outcome.replace('"kind":"x"', '"kind":"y"'),
      })),
  ],
  [
    'I7',
    'an outcome that cannot be replayed to the letter',
    () => withRow('keys', ofKey('payment'), (row) => ({ ...row, outcome: ` ${row.outcome}` })),
  ],
  ['I7', 'a key twice', () => ({ ...whole, keys: [...whole.keys, ...whole.keys.slice(0, 1)] })],
  [
    'I8',
    'a journal under the key of a rejection',
    () => withRow('journals', ofKey('payment'), (row) => ({ ...row, key: 'reject' })),
  ],
  [
    'I8',
    'a hold under the key of a rejection',
    () => withRow('holds', ofKey('hold 4'), (row) => ({ ...row, key: 'reject' })),
  ],
  [
    'I9',
    'a second reversal',
    () =>
      withRow('journals', ofKey('back'), (row) => ({
        ...row,
        reverses: whole.journals.find(ofKey('payment'))?.id ?? null,
      })),
  ],
  [
    'I9',
    'a reversal that is no mirror',
    () => withRow('journals', ofKey('reverse'), (row) => ({ ...row, entries: row.entries.toReversed() })),
  ],
  [
    'I11',
    'an account changed before its last entry',
    () => withRow('accounts', ofAlice, (row) => ({ ...row, changedAt: row.openedAt })),
  ],
  [
    'I12',
    'value from nowhere',
    () => withRow('accounts', ofAlice, (row) => ({ ...row, posted: row.posted + 1n })),
  ],
])('%s finds %s', ([invariant, , corrupted]) => {
  const found = checkInvariants(corrupted())

  expect(found.map((finding) => finding.invariant)).toContain(invariant)
})

it('says where a rule is broken, what was expected and what was found', () => {
  const corrupted = withRow('accounts', ofAlice, (row) => ({ ...row, held: 1n }))

  expect(checkInvariants(corrupted)).toContainEqual({
    invariant: 'I4',
    where: 'held of account alice',
    expected: '10000',
    found: '1',
  })
  expect(() => assertInvariants(corrupted)).toThrow('I4 held of account alice: expected 10000, found 1')
})
