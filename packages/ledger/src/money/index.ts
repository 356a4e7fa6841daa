export { allocate, allocateEvenly, type Parts } from './allocate.ts'
export { abs, add, negate, subtract, sum } from './arithmetic.ts'
export { type Asset, defineAsset } from './asset.ts'
export { compare, equals, isPositive, isZero, max, min } from './comparison.ts'
export { type Currency, currency } from './currency.ts'
export {
  type CurrencyTable,
  type CurrencyTableOptions,
  currencyTable,
  isoCurrencies,
  type KnownCode,
} from './currency-table.ts'
export { fromDecimal, toDecimal } from './decimal.ts'
export { type FormatOptions, format } from './format.ts'
export type { IsoCode } from './iso-4217.ts'
export { maxAmount } from './max-amount.ts'
export { type Money, money } from './money.ts'
export { type Bps, bps, percentageOf } from './percentage.ts'
export { divideRounded, type RoundingMode } from './rounding.ts'
export { type Vat, vatFromGross, vatFromNet, vatTotals } from './vat.ts'
export { fromWire, type MoneySchema, moneySchema, toWire, type WireMoney } from './wire.ts'
