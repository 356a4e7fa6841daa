import { expectTypeOf, it } from 'vitest'
import {
  add,
  allocate,
  type Bps,
  bps,
  compare,
  currency,
  currencyTable,
  defineAsset,
  type Money,
  money,
  percentageOf,
  sum,
} from '../../src/money/index.ts'
import { thrownBy } from './arbitraries.ts'

// The compiler is the test here (`pnpm run types`): an @ts-expect-error over a line that compiles is itself an error.
// Each refusal is also run, since the same mistake must not pass for a caller without types.

const rand = money(1n, 'ZAR')
const dollar = money(1n, 'USD')

it('keeps the currency in the type', () => {
  const currencies = currencyTable({ assets: [defineAsset({ code: 'POINTS', scale: 0 })] })
  const atRunTime: string = 'ZAR'

  expectTypeOf(currency('ZAR')('1.00')).toEqualTypeOf<Money<'ZAR'>>()
  expectTypeOf(currency('POINTS', currencies)('1')).toEqualTypeOf<Money<'POINTS'>>()
  expectTypeOf(add(rand, rand)).toEqualTypeOf<Money<'ZAR'>>()
  expectTypeOf(money(1n, atRunTime)).toEqualTypeOf<Money<string>>()
  expectTypeOf(allocate(rand, [1n, 2n])).toEqualTypeOf<readonly [Money<'ZAR'>, Money<'ZAR'>]>()
})

it('does not compile when two currencies are mixed', () => {
  // @ts-expect-error Dollars cannot be added to rand.
  thrownBy(() => add(rand, dollar))
  // @ts-expect-error Nor compared with them.
  thrownBy(() => compare(rand, dollar))
  // @ts-expect-error Nor be in one list.
  thrownBy(() => sum(rand, [rand, dollar]))
  // @ts-expect-error Money whose currency is known at run time only must be checked before it meets rand.
  add(rand, money<string>(1n, 'ZAR'))
})

it('does not compile when an amount is a number', () => {
  // @ts-expect-error A number is not exact.
  thrownBy(() => money(100, 'ZAR'))
  // @ts-expect-error Nor are minor units a number.
  thrownBy(() => currency('ZAR').minor(100))
  // @ts-expect-error Nor is a decimal.
  thrownBy(() => currency('ZAR')(1.5))
  // @ts-expect-error Nor is it an amount of money that was put together by hand.
  thrownBy(() => add(rand, { amount: 100, currency: 'ZAR' }))
})

it('does not compile when a code is misspelt', () => {
  const currencies = currencyTable({ assets: [defineAsset({ code: 'POINTS', scale: 0 })] })

  // @ts-expect-error There is no such currency.
  thrownBy(() => currency('ZRA'))
  // @ts-expect-error Gold has no minor unit.
  thrownBy(() => money(1n, 'XAU'))
  // @ts-expect-error The table has POINTS.
  thrownBy(() => money(1n, 'POINT', currencies))
})

it('does not compile when a rate is a bare number', () => {
  // @ts-expect-error 15 could be meant as per cent.
  percentageOf(rand, 15)

  expectTypeOf(bps(15)).toEqualTypeOf<Bps>()
})
