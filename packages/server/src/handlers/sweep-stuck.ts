import { findDueDeposits } from '../deposits/deposits.ts'
import type { JobHandler } from '../jobs/job-handler.ts'
import { askGateway, newTally } from '../reconciliation/ask-gateway.ts'
import type { ReconciliationParts } from '../reconciliation/parts.ts'

const mostAtOnce = 1_000

/**
 * Asks again for deposits that wait: 1, 5, 15 and 60 minutes and 6 hours after they began to, then every day. A webhook
 * is nearly always faster; this is for the one that never comes.
 */
export function sweepStuck({
  reconciliation: parts,
}: {
  reconciliation: ReconciliationParts
}): JobHandler<'sweep-stuck'> {
  return async (_payload, { logger, signal }) => {
    const due = await findDueDeposits(parts.db, { now: parts.clock.now(), limit: mostAtOnce })
    const tally = newTally()
    await askGateway(parts, due, { tally, signal })
    if (tally.unanswered > 0) logger.warn({ ...tally }, 'deposits could not be asked for; they are again')
  }
}
