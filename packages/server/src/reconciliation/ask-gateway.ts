import { type DepositParts, syncDeposit } from '../deposits/deposits.ts'

/** How the asking goes. */
export interface Tally {
  asked: number
  /** For how many of them there was something to do. */
  changed: number
  unanswered: number
}

export const newTally = (): Tally => ({ asked: 0, changed: 0, unanswered: 0 })

/** As many at once: the gateway is not to be flooded, and each of them needs a connection to PostgreSQL at its end. */
const lanes = 4

/**
 * Asks the gateway for each of these deposits, and does what follows. One that cannot be asked for now is counted and
 * asked for the next time: it must not keep the others waiting.
 */
export async function askGateway(
  parts: DepositParts,
  depositIds: readonly string[],
  { tally, signal }: { tally: Tally; signal: AbortSignal },
): Promise<void> {
  const waiting = depositIds.values()
  async function askOnAndOn(): Promise<void> {
    for (const depositId of waiting) {
      if (signal.aborted) return
      tally.asked += 1
      try {
        if ((await syncDeposit(parts, { depositId })) === 'changed') tally.changed += 1
      } catch (error) {
        tally.unanswered += 1
        parts.logger.debug({ err: error, deposit: depositId }, 'a deposit could not be asked for now')
      }
    }
  }
  // One iterator for all lanes: each takes the next one that nobody has.
  await Promise.all(Array.from({ length: lanes }, askOnAndOn))
}
