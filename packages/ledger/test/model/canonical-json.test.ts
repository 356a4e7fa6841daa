import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson, type Json } from '../../src/canonical-json.ts'

// Names that a JavaScript object keeps in another order than text has, names within names, and some of no interest.
const name = fc.constantFrom('1', '2', '10', '', 'a', 'B', 'ab', 'é', '\u{10000}', '\uffff')
const anyJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 0, -1.5, 'text', '"\\\n'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).json

it('is the same text in whatever order the names were given, with each object in the order of its names', async () => {
  await fc.assert(
    fc.property(anyJson, (value) => {
      const text = canonicalJson(value)

      expect(text).toBe(written(value))
      expect(canonicalJson(turned(value))).toBe(text)
    }),
    { numRuns: samples({ quick: 2_000, long: 200_000 }) },
  )
})

it('writes amounts as text, and nothing for what is undefined', () => {
  const text = canonicalJson({ b: undefined, c: { amount: 12n, a: undefined }, a: 'first' })

  expect(text).toBe('{"a":"first","c":{"amount":"12"}}')
})

function written(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(written).join()}]`
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([each, member]) => `${JSON.stringify(each)}:${written(member)}`).join()}}`
}

function turned(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned)
  const members = Object.entries(value).toReversed()
  return Object.fromEntries(members.map(([each, member]) => [each, turned(member)]))
}
