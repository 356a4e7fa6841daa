import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { everydayMetadata } from '../../src/books/everyday-metadata.ts'
import { metadataField } from '../../src/books/fields.ts'
import { canonicalJson, type Json } from '../../src/canonical-json.ts'

const name = fc.constantFrom('b', 'a', 'order.id', '1', '10', '2', 'é', '', 'a"', '__proto__', 'n'.repeat(65))
const value = fc.constantFrom<unknown>(
  ...['text', 'é\n', '\0', '\ud800', 'x'.repeat(101), 42, -0, 0.5, 2 ** 53, Number.NaN],
  ...[true, null, undefined, 1n, {}, { a: 1 }, [1], new Date(0)],
)
const plain = fc.constantFrom('a', 'b', 'z9', 'channel', 'Order')
const everyday = fc.constantFrom('', 'text', 'é\n', 0, -7, true, null)
const anything = fc.oneof(
  fc.dictionary(plain, everyday, { noNullPrototype: true }),
  fc.dictionary(name, value, { maxKeys: 4 }),
  value,
)

it('is what a closer look would read as well, to the letter and in the same order', async () => {
  let answered = 0
  await fc.assert(
    fc.property(anything, (asked) => {
      const read = everydayMetadata(asked)
      if (read === undefined) return
      answered += 1

      expect(JSON.stringify(read)).toBe(canonicalJson(asked as Json)) // What is answered is JSON.
    }),
    { numRuns: samples({ quick: 2_000, long: 100_000 }) },
  )

  expect(answered).toBeGreaterThan(500)
})

it.each<[string, unknown]>([
  ['a list', [1]],
  ['a date', new Date(0)],
  ['an amount', { fee: 1n }],
  ['no value', { fee: undefined }],
  ['minus zero', { fee: -0 }],
  ['a NUL', { note: 'a\0' }],
  ['a broken surrogate', { note: '\ud800' }],
  ['a name with a quotation mark', { 'a"': 1 }],
  ['a name for its prototype', JSON.parse('{"__proto__":1}')],
  ['a symbol', { [Symbol('a')]: 1 }],
  ['more than may be kept', Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`n${n}`, 1]))],
])('gives no answer to %s', (_, asked) => {
  expect(everydayMetadata(asked)).toBeUndefined()
})

it('is less than metadata may take, whatever is in it', () => {
  const names = Array.from({ length: 16 }, (_, n) => String.fromCharCode(97 + n).repeat(64))
  const largest = Object.fromEntries(names.map((each) => [each, '\u0001'.repeat(100)]))

  expect(everydayMetadata(largest)).toEqual(largest)
  expect(Buffer.byteLength(canonicalJson(metadataField.parse(largest) ?? {}))).toBeLessThan(16_384)
})
