import { findUnaskedJournals } from './asked-journals.ts'
import type { BookContents } from './book-contents.ts'
import type { Finding } from './finding.ts'
import { findBelowFloor } from './floors.ts'
import { findWrongHeld } from './held-totals.ts'
import { findWrongHolds } from './hold-lives.ts'
import { findUnbalancedJournals } from './journals-balance.ts'
import { findWrongTotals } from './posted-totals.ts'
import { findWrongOrder } from './recorded-order.ts'
import { findRowsOfRejected } from './rejected-keys.ts'
import { findWrongKeys } from './remembered-keys.ts'
import { findWrongReversals } from './reversals.ts'
import { findBrokenBalances } from './running-balances.ts'
import { findWrongStatuses } from './statuses.ts'
import { findWrongTrialBalance } from './trial-balance.ts'

/** Checks every invariant of a book that its contents can show: I1 to I9, I11 and I12. It finds, and never repairs. */
export function checkInvariants(contents: BookContents): Finding[] {
  return [
    ...findUnbalancedJournals(contents),
    ...findWrongTotals(contents),
    ...findBrokenBalances(contents),
    ...findWrongHeld(contents),
    ...findWrongHolds(contents),
    ...findBelowFloor(contents),
    ...findWrongStatuses(contents),
    ...findWrongKeys(contents),
    ...findUnaskedJournals(contents),
    ...findRowsOfRejected(contents),
    ...findWrongReversals(contents),
    ...findWrongOrder(contents),
    ...findWrongTrialBalance(contents),
  ]
}
