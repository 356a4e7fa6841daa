import { expect, it } from 'vitest'
import { checkInvariants } from '../../src/verify/check-invariants.ts'
import { corruptions, fieldOf, leavesOf } from '../support/corrupt.ts'
import { livedInBook } from '../support/lived-in-book.ts'

const contents = await livedInBook()
const kinds = ['accounts', 'journals', 'holds', 'holdEvents', 'keys'] as const

it('has nothing to find in a book that is whole', () => {
  expect(checkInvariants(contents)).toEqual([])
})

// No invariant can see what no other row repeats. The definition and status of an account stand in its own row alone,
// when a hold was extended in that event alone. The request of a key stands beside nothing, and so does all that a
// rejection says: there is no row to compare with.
it('finds a change of any single value, but for those of which nothing else in the book speaks', () => {
  const missed = leavesOf(contents).filter((path) =>
    corruptions(contents, path).some((corrupted) => checkInvariants(corrupted).length === 0),
  )

  expect([...new Set(missed.map(fieldOf))].sort()).toEqual([
    'accounts.ceiling',
    'accounts.changedAt',
    'accounts.floor',
    'accounts.id',
    'accounts.metadata',
    'accounts.metadata.iban',
    'accounts.openedAt',
    'accounts.status',
    'holdEvents.at',
    'keys.key',
    'keys.outcome',
    'keys.request',
  ])
  expect(
    missed.flatMap(([kind, row = 0, field]) => (field === 'outcome' ? [nameOf(kind, row)] : [])),
  ).toEqual(['reject'])
})

it('finds a row that is missing, but for the keys that no row names', () => {
  const missed = kinds.flatMap((kind) =>
    [...contents[kind].keys()]
      .filter(
        (row) => checkInvariants({ ...contents, [kind]: contents[kind].toSpliced(row, 1) }).length === 0,
      )
      .map((row) => nameOf(kind, row)),
  )

  expect(missed).toEqual(['freeze', 'reject'])
})

it('finds any row that is there twice', () => {
  const missed = kinds.flatMap((kind) =>
    contents[kind].filter(
      (row) => checkInvariants({ ...contents, [kind]: [...contents[kind], row] }).length === 0,
    ),
  )

  expect(missed).toEqual([])
})

function nameOf(kind: unknown, row: string | number): string {
  return kind === 'keys' ? (contents.keys[Number(row)]?.key ?? '') : `${kind} ${row}`
}
