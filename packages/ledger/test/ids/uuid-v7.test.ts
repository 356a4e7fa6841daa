import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../src/clock.ts'
import { type RandomSource, systemRandom, uuidV7Generator } from '../../src/uuid-v7.ts'
import { thrownBy } from '../money/arbitraries.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const grammar = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const ones: RandomSource = (bytes) => bytes.fill(0xff)

describe('a UUIDv7', () => {
  test.prop([
    fc.array(fc.tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: 1, max: 30 })), {
      minLength: 1,
    }),
  ])('is greater than the one before, however the clock jumps', (jumps) => {
    const clock = movableClock()
    const next = uuidV7Generator({ clock, random: systemRandom })

    const made = jumps.flatMap(([ms, count]) => {
      clock.move(ms)
      return Array.from({ length: count }, next)
    })

    for (const uuid of made) expect(uuid).toMatch(grammar)
    for (const [index, uuid] of made.entries()) expect(uuid > (made[index - 1] ?? '')).toBe(true)
  })

  test.prop([fc.integer({ min: 0, max: 2 ** 48 - 1 })])('begins with the milliseconds of the clock', (ms) => {
    const next = uuidV7Generator({ clock: { now: () => new Date(ms) }, random: systemRandom })

    expect(timeOf(next())).toBe(ms)
  })

  it('grows within a millisecond beyond what its counter holds, by borrowing the next', () => {
    const next = uuidV7Generator({ clock: movableClock(), random: ones })

    const made = Array.from({ length: 10_000 }, next)

    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(10_000)
    expect(timeOf(made.at(-1) ?? '')).toBe(start + 4)
  })

  it('returns to the time of the clock once that has caught up', () => {
    const clock = movableClock()
    const next = uuidV7Generator({ clock, random: systemRandom })
    next()
    clock.move(-60_000)
    const during = timeOf(next())
    clock.move(120_000)
    const after = timeOf(next())

    expect([during, after]).toEqual([start, start + 60_000])
  })

  it('differs between two makers in the same millisecond', () => {
    const clock = movableClock()
    const [one, other] = [
      uuidV7Generator({ clock, random: systemRandom }),
      uuidV7Generator({ clock, random: systemRandom }),
    ]

    const made = Array.from({ length: 1_000 }, () => [one(), other()]).flat()

    expect(new Set(made).size).toBe(made.length)
  })

  it.each([Number.NaN, -1, 2 ** 48])('is refused to a clock that says %d', (ms) => {
    const next = uuidV7Generator({ clock: { now: () => new Date(ms) }, random: systemRandom })

    expect(thrownBy(next)).toMatchObject({ code: 'invalid_input' })
  })
})

describe('the system clock', () => {
  it('tells the time of the machine', () => {
    const before = Date.now()
    const told = systemClock.now().getTime()

    expect(told).toBeGreaterThanOrEqual(before)
    expect(told).toBeLessThanOrEqual(Date.now())
  })
})

function movableClock(): Clock & { move(ms: number): void } {
  let now = start
  return {
    now: () => new Date(now),
    move: (ms) => {
      now += ms
    },
  }
}

function timeOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)
}
