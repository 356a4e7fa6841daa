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
export * from './money/index.ts'
export { type RandomSource, systemRandom, type UuidSources } from './uuid-v7.ts'
