import { array, assert, nat, property } from 'fast-check'
import { expect, it } from 'vitest'
import { fakeClock, samples } from '../src/index.ts'

const noon = new Date('2026-03-01T12:00:00.000Z')

it('stands still until it is moved', () => {
  const clock = fakeClock(noon)

  expect(clock.now()).toEqual(noon)
  clock.advance(1_500)

  expect(clock.now()).toEqual(new Date('2026-03-01T12:00:01.500Z'))
})

it('hands out dates that cannot move it', () => {
  const clock = fakeClock(noon)

  clock.now().setFullYear(1999)

  expect(clock.now()).toEqual(noon)
})

it('steps back, and timers wait for time that passes', () => {
  const clock = fakeClock(noon)
  const fired: Date[] = []
  clock.after(1_000, () => fired.push(clock.now()))

  clock.set(new Date('2026-03-01T18:00:00.000Z'))
  clock.set(new Date('2026-03-01T11:00:00.000Z'))
  expect(fired).toEqual([])
  clock.advance(1_000)

  expect(fired).toEqual([new Date('2026-03-01T11:00:01.000Z')])
})

it('fires each timer that becomes due once, in order, at its own moment', async () => {
  await assert(
    property(array(nat(100)), array(nat(100)), (delays, steps) => {
      const clock = fakeClock(noon)
      const fired: { timer: number; at: number }[] = []
      delays.forEach((delay, timer) => {
        clock.after(delay, () => fired.push({ timer, at: clock.now().getTime() - noon.getTime() }))
      })

      for (const step of steps) clock.advance(step)

      const total = steps.reduce((sum, step) => sum + step, 0)
      const timers = delays.map((delay, timer) => ({ timer, at: delay }))
      const due = steps.length === 0 ? [] : timers.filter(({ at }) => at <= total)
      expect(fired).toEqual(due.toSorted((a, b) => a.at - b.at))
      expect(clock.now().getTime()).toBe(noon.getTime() + total)
      expect(clock.pending).toBe(delays.length - due.length)
    }),
    { numRuns: samples({ quick: 200, long: 20_000 }) },
  )
})

it('forgets a timer that was cancelled', () => {
  const clock = fakeClock()
  const cancel = clock.after(10, () => expect.unreachable())

  cancel()
  clock.advance(10)

  expect(clock.pending).toBe(0)
})

it('lets a loop that sleeps make all of its rounds', async () => {
  const clock = fakeClock(noon)
  const rounds: number[] = []
  const loop = async () => {
    for (let round = 1; round <= 5; round += 1) {
      await clock.sleep(100)
      rounds.push(clock.now().getTime() - noon.getTime())
    }
  }
  const running = loop()

  await clock.elapse(450)
  expect(rounds).toEqual([100, 200, 300, 400])
  await clock.elapse(50)

  await running
  expect(rounds.at(-1)).toBe(500)
})

it.each([-1, 0.5, Number.NaN])('refuses to let %s ms pass', (ms) => {
  expect(() => fakeClock().advance(ms)).toThrow('use set() to step the hands back')
})
