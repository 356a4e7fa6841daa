import * as fc from 'fast-check'
import type { Metadata } from '../../src/index.ts'

/** Text that can be kept: without NUL and broken surrogates. */
export const keepableText: fc.Arbitrary<string> = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 50 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'))

/** A name that JSON writes as it is. The others are refused. */
const name = keepableText.filter((text) => text !== '__proto__' && JSON.stringify(text) === `"${text}"`)
const values = [
  keepableText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
]

/** Any metadata, as JSON can say it: there is no minus zero in it, and nothing is undefined. */
export const anyMetadata: fc.Arbitrary<Metadata> = fc
  .object({ key: name, values, maxDepth: 3, maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Metadata)
