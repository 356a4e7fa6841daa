import { expect, it } from 'vitest'
import { describeSkipped } from '../src/skipped-tests.ts'

it('says nothing when every test ran', () => {
  expect(describeSkipped([])).toBeUndefined()
})

it('counts the skipped tests by their reason', () => {
  const skipped = [
    { title: 'a', reason: 'no Docker' },
    { title: 'b', reason: undefined },
    { title: 'c', reason: 'no Docker' },
  ]

  expect(describeSkipped(skipped)).toBe('3 skipped:\n  2: no Docker\n  1: no reason given')
})
