import { findDueDeposits } from '../deposits/deposits.ts'
import { askForDeposits, newTally } from './ask-gateway.ts'
import type { ReconciliationParts } from './parts.ts'

/**
 * Asks again for deposits that wait: 1, 5, 15 and 60 minutes and 6 hours after they began to, then every day. A webhook
 * is nearly always faster; this is for the one that never comes. Answers with how many there were, and with none where
 * the gateway was silent for some of them: those are due still, and asking on at once would only ask for them again.
 */
export async function askDueDeposits(
  parts: ReconciliationParts,
  { limit, signal }: { limit: number; signal: AbortSignal },
): Promise<number> {
  const due = await findDueDeposits(parts.db, { now: parts.clock.now(), limit })
  const tally = newTally()
  await askForDeposits(parts, due, { tally, signal })
  if (tally.unanswered === 0) return due.length
  parts.logger.warn({ ...tally }, 'deposits could not be asked for; they are again')
  return 0
}
