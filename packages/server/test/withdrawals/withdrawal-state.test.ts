import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { WithdrawalStatus } from '../../src/withdrawals/withdrawal.ts'
import { isOpen, mayMove, withdrawalMoves } from '../../src/withdrawals/withdrawal-state.ts'

// The keys of a complete record; Object.keys widens them to string.
const statuses = Object.keys(withdrawalMoves) as WithdrawalStatus[]

it('is drawn in the documentation as it is', () => {
  const page = readFileSync(new URL('../../../../docs/reference/withdrawals.md', import.meta.url), 'utf8')
  const drawn = [...page.matchAll(/^\| `(\w+)` \| ([`\w, ]*)\|$/gm)]
    .filter(([, from]) => statuses.some((status) => status === from))
    .map(([, from, to = '']) => [from, [...to.matchAll(/`(\w+)`/g)].map(([, status]) => status)])

  const moving = Object.entries(withdrawalMoves).filter(([, to]) => to.length > 0)
  expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(moving))
})

it('never opens again what has ended, and sends nothing but what was approved', () => {
  const ended = statuses.filter((status) => !isOpen(status))

  expect(ended.flatMap((from) => statuses.filter((to) => mayMove(from, to) && isOpen(to)))).toEqual([])
  expect(statuses.filter((from) => mayMove(from, 'sending'))).toEqual(['approved'])
  expect(statuses.filter((from) => mayMove(from, 'completed'))).toEqual(['sending'])
})
