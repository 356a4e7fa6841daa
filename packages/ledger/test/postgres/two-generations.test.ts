import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { TwoGenerations } from '../../src/postgres/single-flight/two-generations.ts'

const books = ['main', 'other']
const codes = Array.from({ length: 12 }, (_, i) => `account:${i}`)

it('remembers what was set last, at least as many as asked for and less than twice as many', async () => {
  const step = fc.record({ book: fc.constantFrom(...books), code: fc.constantFrom(...codes) })
  const property = fc.property(
    fc.nat({ max: 8 }),
    fc.array(step, { maxLength: 100, size: 'max' }),
    (least, steps) => {
      const memory = new TwoGenerations<number>(least)
      // In the order in which they were last set.
      const model = new Map<string, { book: string; code: string; value: number }>()
      for (const [value, { book, code }] of steps.entries()) {
        memory.set(book, code, value)
        model.delete(`${book} ${code}`)
        model.set(`${book} ${code}`, { book, code, value })
      }

      const last = least === 0 ? [] : [...model.values()].slice(-least)
      for (const { book, code, value } of last) expect(memory.get(book, code)).toBe(value)
      const all = [...model.values()].map(({ book, code, value }) => [memory.get(book, code), value])
      const remembered = all.filter(([found]) => found !== undefined)
      expect(remembered.length).toBeLessThanOrEqual(Math.max(0, 2 * least - 1))
      for (const [found, value] of remembered) expect(found).toBe(value)
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 500, long: 20_000 }) })
})
