export type { AccountStatus, AccountType, Side } from './accounts/account.ts'
export type { AccountRef, CurrencyOf } from './accounts/account-ref.ts'
export type { AccountView } from './accounts/account-view.ts'
export type { Balance } from './accounts/balance.ts'
export type { ChangedAccount, ChangeStatus } from './accounts/change-status.ts'
export type { OpenAccount, OpenedAccount } from './accounts/open-account.ts'
export type { Metadata } from './books/fields.ts'
export {
  type Chart,
  type ChartAccount,
  type ChartAccounts,
  defineChart,
  type Flow,
  type RefMaker,
} from './chart/define-chart.ts'
export { type Clock, systemClock } from './clock.ts'
export * from './errors/index.ts'
export type { CapturedHold, CaptureHold, CaptureTarget } from './holds/capture-hold.ts'
export type { Duration } from './holds/duration.ts'
export type { Expiry } from './holds/expiry.ts'
export type { ExtendHold } from './holds/extend-hold.ts'
export { type Hold, type HoldEvent, type HoldEventType, type HoldStatus, remainingOf } from './holds/hold.ts'
export type { ChangedHold, PlaceHold } from './holds/place-hold.ts'
export type { VoidHold } from './holds/void-hold.ts'
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
export type { Instant } from './instant.ts'
export type { PostedJournal } from './journals/draft-journal.ts'
export { credit, debit, type EntryCondition, type EntryInput } from './journals/entry-input.ts'
export type { Entry, Journal } from './journals/journal.ts'
export type { JournalFacts } from './journals/journal-facts.ts'
export type { PostJournal } from './journals/post-journal.ts'
export type { ReverseJournal } from './journals/reverse-journal.ts'
export type { Accounts } from './ledger/accounts.ts'
export type { Book } from './ledger/book.ts'
export { createLedger, type LedgerOptions, type PgLedger } from './ledger/create-ledger.ts'
export type { Holds } from './ledger/holds.ts'
export type { Ledger } from './ledger/ledger.ts'
export type { BatchOptions, Settled } from './ledger/post-batch.ts'
export type { SubmitOptions, Written } from './ledger/submit.ts'
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
export type { AsOf, EffectiveBalance, RecordedBalance } from './reading/balance-as-of.ts'
export type { Moment } from './reading/book-moment.ts'
export type { CodeTotal, Totalled } from './reading/code-totals.ts'
export type { Cursor } from './reading/cursor.ts'
export type { Feed, FeedQuery, FollowQuery } from './reading/feed/feed.ts'
export type { FeedEvent, FeedPage } from './reading/feed/feed-event.ts'
export type { HistoryEntry, JournalHeading } from './reading/history-entry.ts'
export type { HistoryPage, HistoryQuery, TimeRange } from './reading/read-history.ts'
export type { Statement, StatementEntry, StatementQuery } from './reading/read-statement.ts'
export type { TrialBalance } from './reading/trial-balance.ts'
export { type RandomSource, systemRandom, type UuidSources } from './uuid-v7.ts'
