import * as fc from 'fast-check'
import type { JournalFacts } from '../../../src/index.ts'
import type { Model } from '../model.ts'

/** What a caller tells about a journal besides its entries, now and then back-dated, now and then by a reference that is taken. */
export const factsWish: fc.Arbitrary<(model: Model) => Omit<JournalFacts, 'key' | 'kind'>> = fc
  .record(
    {
      order: fc.integer({ min: 0, max: 120 }),
      daysBack: fc.integer({ min: 0, max: 700 }),
      isText: fc.boolean(),
      description: fc.constantFrom('Shoes', 'A gift 🎁'),
      metadata: fc.dictionary(
        fc.constantFrom('a', 'b c', '/'),
        fc.constantFrom(1, null, 'x', true, [{ y: 0.5 }]),
        {
          maxKeys: 2,
          noNullPrototype: true,
        },
      ),
    },
    { requiredKeys: [] },
  )
  .map(({ order, daysBack, isText, ...rest }) => (model) => {
    // The low ones are all one, of this call: the journals of a batch then meet each other, and nobody else.
    const reference = order !== undefined && order < 40 ? `call-${model.calls}` : `order-${order}`
    const facts = order === undefined ? rest : { ...rest, reference }
    if (daysBack === undefined) return facts
    const date = new Date(Date.parse(model.clock) - daysBack * 86_400_000)
    return { ...facts, effectiveAt: isText ? date.toISOString() : date }
  })
