import { syncDeposit } from '../deposits/deposits.ts'
import { type KnownPayout, syncPayout } from '../withdrawals/withdrawals.ts'
import type { ReconciliationParts } from './parts.ts'

/** How the asking goes. */
export interface Tally {
  asked: number
  /** For how many of them there was something to do. */
  changed: number
  unanswered: number
}

export interface Asking {
  readonly tally: Tally
  readonly signal: AbortSignal
}

export const newTally = (): Tally => ({ asked: 0, changed: 0, unanswered: 0 })

/** As many at once: the gateway is not to be flooded, and each of them needs a connection to PostgreSQL at its end. */
const lanes = 4

/** Asks the gateway for each of these deposits, and does what follows. */
export function askForDeposits(
  parts: ReconciliationParts,
  depositIds: readonly string[],
  asking: Asking,
): Promise<void> {
  return askForEach(parts, depositIds, (depositId) => syncDeposit(parts, { depositId }), asking)
}

/** Asks the gateway for each of these payouts, and does what follows. */
export function askForPayouts(
  parts: ReconciliationParts,
  payouts: readonly KnownPayout[],
  asking: Asking,
): Promise<void> {
  return askForEach(parts, payouts, (payout) => syncPayout(parts.withdrawals, payout), asking)
}

/** One that cannot be asked for now is counted and asked for the next time: it must not keep the others waiting. */
async function askForEach<T>(
  { logger }: ReconciliationParts,
  all: readonly T[],
  ask: (one: T) => Promise<string>,
  { tally, signal }: Asking,
): Promise<void> {
  const waiting = all.values()
  async function askOnAndOn(): Promise<void> {
    for (const one of waiting) {
      if (signal.aborted) return
      tally.asked += 1
      try {
        if ((await ask(one)) === 'changed') tally.changed += 1
      } catch (error) {
        tally.unanswered += 1
        logger.debug({ err: error, asked: one }, 'the gateway did not answer for something that waits')
      }
    }
  }
  // One iterator for all lanes: each takes the next one that nobody has.
  await Promise.all(Array.from({ length: lanes }, askOnAndOn))
}
