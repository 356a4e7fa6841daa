import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { DepositStatus } from '../../src/deposits/deposit.ts'
import { depositMoves, mayMove, shownStatus } from '../../src/deposits/deposit-state.ts'

// The keys of a complete record; Object.keys widens them to string.
const statuses = Object.keys(depositMoves) as DepositStatus[]

it('is drawn in the documentation as it is', () => {
  const page = readFileSync(new URL('../../../../docs/reference/deposits.md', import.meta.url), 'utf8')
  const drawn = [...page.matchAll(/^\| `(\w+)` \| ([`\w, ]*)\|$/gm)]
    .filter(([, from]) => statuses.some((status) => status === from))
    .map(([, from, to = '']) => [from, [...to.matchAll(/`(\w+)`/g)].map(([, status]) => status)])

  expect(Object.fromEntries(drawn)).toEqual(depositMoves)
})

it('never goes back from money that was credited to a deposit that has none', () => {
  const credited = statuses.filter((status) => shownStatus[status] === 'completed')

  const backwards = credited.flatMap((from) =>
    statuses.filter((to) => mayMove(from, to) && !credited.includes(to)),
  )

  expect(backwards).toEqual([])
})

it('lets late money in from everywhere but where it has come already', () => {
  const open = statuses.filter((status) => shownStatus[status] !== 'completed')

  expect(open.every((status) => mayMove(status, 'completed'))).toBe(true)
})
