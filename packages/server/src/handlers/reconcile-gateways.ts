import type { JobHandler } from '../jobs/job-handler.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { ReconciliationParts } from '../reconciliation/parts.ts'
import { reconcile } from '../reconciliation/reconcile.ts'

/** Compares our side with the gateways, and says what somebody has to look at. */
export function reconcileGateways({
  reconciliation,
  metrics,
}: {
  reconciliation: ReconciliationParts
  metrics: Pick<Metrics, 'reconciled'>
}): JobHandler<'reconcile'> {
  return async (_payload, { logger, signal }) => {
    const outcome = await reconcile(reconciliation, { signal })
    if (outcome === undefined) return
    const { run, tally, stuck, comparisons } = outcome
    metrics.reconciled({ stuck: stuck.length, unanswered: tally.unanswered })
    const differing = comparisons.filter(({ state }) => state === 'differs')
    logger.info({ run, ...tally, stuck: stuck.length, comparisons }, 'gateways were compared with the books')
    if (stuck.length > 0) logger.warn({ run, stuck: stuck.slice(0, 20) }, 'deposits have waited for too long')
    if (differing.length > 0) logger.error({ run, differing }, 'books and gateways do not add up to the same')
  }
}
