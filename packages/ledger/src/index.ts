export { type Clock, systemClock } from './clock.ts'
export * from './errors/index.ts'
export {
  type AccountId,
  type BookId,
  createIds,
  type EntryId,
  type HoldId,
  type Id,
  type Ids,
  type JournalId,
  parseAccountId,
  parseBookId,
  parseEntryId,
  parseHoldId,
  parseJournalId,
} from './ids.ts'
// The nouns of money only. Its arithmetic has short names (`add`, `min`, `format`) and stays in the sub-path ./money.
export {
  type Asset,
  type Currency,
  type CurrencyTable,
  type CurrencyTableOptions,
  currency,
  currencyTable,
  defineAsset,
  type IsoCode,
  isoCurrencies,
  type Money,
  maxAmount,
  money,
} from './money/index.ts'
export { type RandomSource, systemRandom, type UuidSources } from './uuid-v7.ts'
