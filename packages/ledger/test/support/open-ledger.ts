import type { FakeClock } from '@evenkeel/test-support'
import type { CurrencyTable, Ledger } from '../../src/index.ts'
import type { BookContents } from '../../src/testing/index.ts'

/** A ledger under test. What keeps its books is nobody's business here: the facts are the same for all. */
export interface LedgerUnderTest {
  readonly ledger: Ledger
  /** The clock that the ledger goes by. It moves when a test moves it, back too. */
  readonly clock: FakeClock
  contents(book: string): Promise<BookContents>
}

/** Opens a ledger for one test. Books may be shared with other tests, so each test takes a book of its own. */
export type OpenLedger = (options?: { readonly currencies?: CurrencyTable }) => Promise<LedgerUnderTest>
