import { fc } from '@fast-check/vitest'
import { type Money, maxAmount, money } from '../../src/money/index.ts'

/** Any amount a table admits, with the small ones, where rounding shows, as likely as the huge. */
export const anyAmount: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -1_000n, max: 1_000n }),
  fc.bigInt({ min: -maxAmount, max: maxAmount }),
)

export const anyRand: fc.Arbitrary<Money<'ZAR'>> = anyAmount.map((amount) => money(amount, 'ZAR'))

/** What a call threw, so that a test can look at its family, code and message together. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('The call was expected to throw, and returned.')
}
