import * as fc from 'fast-check'
import type { JournalFacts } from '../../../src/index.ts'
import type { Model } from '../model.ts'

/** What a caller tells about a journal besides its entries, now and then back-dated, now and then by a reference that is taken. */
export const factsWish: fc.Arbitrary<(model: Model) => Omit<JournalFacts, 'key' | 'kind'>> = fc
  .record(
    {
      reference: fc.integer({ min: 0, max: 200 }).map((n) => `order-${n}`),
      daysBack: fc.integer({ min: 0, max: 700 }),
      isText: fc.boolean(),
      description: fc.constantFrom('Shoes', 'A gift 🎁'),
      metadata: fc.dictionary(
        fc.string({ maxLength: 3 }),
        fc.constantFrom(1, null, 'x', true, [{ y: 0.5 }]),
        {
          maxKeys: 2,
          noNullPrototype: true,
        },
      ),
    },
    { requiredKeys: [] },
  )
  .map(({ daysBack, isText, ...facts }) => (model) => {
    if (daysBack === undefined) return facts
    const date = new Date(Date.parse(model.clock) - daysBack * 86_400_000)
    return { ...facts, effectiveAt: isText ? date.toISOString() : date }
  })
