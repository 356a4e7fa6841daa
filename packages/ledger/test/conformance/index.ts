import type { OpenLedger } from '../support/open-ledger.ts'
import { statusFacts } from './account-status.ts'
import { accountFacts } from './accounts.ts'
import { asOfFacts } from './as-of.ts'
import { balanceFacts } from './balanced-journals.ts'
import { batchFacts } from './batches.ts'
import { captureFacts } from './captures.ts'
import { chartFacts } from './charts.ts'
import { conditionFacts } from './conditions.ts'
import { contentionFacts } from './contention.ts'
import { dryRunFacts } from './dry-run.ts'
import { expiryFacts } from './expiry.ts'
import { feedFacts } from './feed.ts'
import { historyFacts } from './history.ts'
import { holdFacts } from './holds.ts'
import { journalFacts } from './journals.ts'
import { keyFacts } from './keys.ts'
import { malformedJournalFacts } from './malformed-journals.ts'
import { moneyFacts } from './money.ts'
import { referenceFacts } from './references.ts'
import { reversalFacts } from './reversals.ts'
import { statementFacts } from './statements.ts'
import { totalsFacts } from './totals.ts'
import { writeFacts } from './writes.ts'

/** Every promise of a ledger that does not depend on where its books are kept. */
export function conformance(open: OpenLedger): void {
  moneyFacts(open)
  accountFacts(open)
  statusFacts(open)
  chartFacts(open)
  journalFacts(open)
  balanceFacts(open)
  malformedJournalFacts(open)
  referenceFacts(open)
  contentionFacts(open)
  conditionFacts(open)
  reversalFacts(open)
  holdFacts(open)
  captureFacts(open)
  expiryFacts(open)
  writeFacts(open)
  keyFacts(open)
  batchFacts(open)
  dryRunFacts(open)
  asOfFacts(open)
  statementFacts(open)
  historyFacts(open)
  totalsFacts(open)
  feedFacts(open)
}
