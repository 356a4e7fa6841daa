import fc from 'fast-check'
import { expect, it } from 'vitest'
import { frozenClock } from '../../src/testing/index.ts'

const secondsIn = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

it('moves by exactly what it is told, and by nothing else', () => {
  const units = fc.constantFrom('s' as const, 'm' as const, 'h' as const, 'd' as const)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), units)), (spans) => {
      const start = new Date('2026-03-01T00:00:00Z')
      const clock = frozenClock(start)

      for (const [count, unit] of spans) clock.advance(`${count}${unit}`)

      const seconds = spans.reduce((sum, [count, unit]) => sum + count * secondsIn[unit], 0)
      expect(clock.now().getTime()).toBe(start.getTime() + seconds * 1_000)
    }),
  )
})

it('goes back when it is set, and hands out dates that do not move it', () => {
  const clock = frozenClock()
  const earlier = new Date('2020-01-01T00:00:00Z')

  clock.set(earlier)
  clock.now().setFullYear(1999)

  expect(clock.now()).toEqual(earlier)
})

it('refuses a span that is no duration', () => {
  expect(() => frozenClock().advance('0s')).toThrow('A duration is a whole number')
})
