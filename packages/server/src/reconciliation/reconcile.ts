import { openBreak } from '../breaks/breaks.ts'
import { inTransaction } from '../database/transaction.ts'
import {
  findStuckDeposits,
  findUnaskedDeposits,
  findUnsureDeposits,
  type StuckDeposit,
} from '../deposits/deposits.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { findUnaskedPayouts, findUnsurePayouts } from '../withdrawals/withdrawals.ts'
import { type Asking, askForDeposits, askForPayouts, newTally, type Tally } from './ask-gateway.ts'
import { compareBalances } from './compare-balances.ts'
import type { Comparison } from './comparison.ts'
import type { ReconciliationParts } from './parts.ts'
import { endRun, openRun, startRun } from './run-store.ts'

/** What a run came to. */
export interface RunOutcome {
  readonly run: string
  readonly tally: Tally
  readonly stuck: readonly StuckDeposit[]
  readonly comparisons: readonly Comparison[]
}

const dayMs = 24 * 60 * 60_000
/** For how long a payer's bank may take money back, with some days to spare. */
const watchedMs = 150 * dayMs
const batch = 500
/** So many deposits, and payouts, that wait for nothing are asked for in one run; the others have their turn in the next. */
const mostWatched = 2_000
const mostStuck = 200

/**
 * Compares our side with the gateways, in this order:
 *
 * 1. What waits for nothing is asked for once a day, because money may still go back.
 * 2. Every deposit and payout that waits for something is asked for, and what follows is done. A missed webhook heals here.
 * 3. What the gateways hold for us, and took, is compared with the books. Where that differs, everything else of the
 *    last months is asked for, and it is compared again.
 *
 * What still differs is a break: written down, never put right. A run that was cut off is taken up by whoever comes next.
 */
export async function reconcile(
  parts: ReconciliationParts,
  { signal }: { signal: AbortSignal },
): Promise<RunOutcome | undefined> {
  const { db, clock } = parts
  const tenantId = await parts.tenantId()
  const began = clock.now()
  const run = await inTransaction(db, async (trx) => {
    const { id } = await openRun(trx, { tenantId, askedBy: null, now: began })
    await startRun(trx, { id, now: began })
    return id
  })

  const tally = newTally()
  const asking = { tally, signal }
  const createdAfter = new Date(began.getTime() - watchedMs)
  const watch = async (askedBefore: Date): Promise<void> => {
    const which = { createdAfter, askedBefore, limit: mostWatched }
    await askForDeposits(parts, await findUnaskedDeposits(db, which), asking)
    await askForPayouts(parts, await findUnaskedPayouts(db, which), asking)
  }
  const isAnswered = async (ask: () => Promise<void>): Promise<boolean> => {
    const { unanswered } = tally
    await ask()
    return tally.unanswered === unanswered
  }
  await watch(new Date(began.getTime() - dayMs))
  const comparisons: Comparison[] = []
  for (const gateway of parts.gateways.all) {
    try {
      const found = await compareBalances(parts, gateway, {
        askForUnsure: () => isAnswered(() => askForUnsure(parts, asking)),
        lookFurther: () => isAnswered(() => watch(began)),
      })
      comparisons.push(...found)
    } catch (error) {
      tally.unanswered += 1
      parts.logger.warn({ err: error, gateway: gateway.name }, 'a gateway did not say what it holds for us')
    }
  }
  // A worker that stops leaves the run open; what it has done so far need not be done again.
  if (signal.aborted) return undefined

  await failpoint('run-compared')
  for (const comparison of comparisons) {
    if (comparison.state === 'differs') await reportDifference(parts, tenantId, comparison)
  }
  const now = clock.now()
  const stuck = await findStuckDeposits(db, { now, limit: mostStuck })
  await inTransaction(db, (trx) => endRun(trx, { id: run, tally, stuck, comparisons, now }))
  return { run, tally, stuck, comparisons }
}

async function askForUnsure(parts: ReconciliationParts, asking: Asking): Promise<void> {
  await askForUnsureDeposits(parts, asking)
  let after: string | undefined
  do {
    const payouts = await findUnsurePayouts(parts.db, { after, limit: batch })
    await askForPayouts(parts, payouts, asking)
    after = payouts.length < batch ? undefined : payouts.at(-1)?.id
  } while (after !== undefined && !asking.signal.aborted)
}

async function askForUnsureDeposits(parts: ReconciliationParts, asking: Asking): Promise<void> {
  let after: string | undefined
  do {
    const ids: string[] = await findUnsureDeposits(parts.db, { after, limit: batch })
    await askForDeposits(parts, ids, asking)
    after = ids.length < batch ? undefined : ids.at(-1)
  } while (after !== undefined && !asking.signal.aborted)
}

/** Leaves it to staff. The figures themselves are part of what is decided: the same difference of others is another one. */
async function reportDifference(
  { db, clock, logger }: ReconciliationParts,
  tenantId: number,
  { gateway, currency, what, expected, found }: Comparison,
): Promise<void> {
  const isNew = await inTransaction(db, (trx) =>
    openBreak(
      trx,
      {
        tenantId,
        kind: what === 'balance' ? 'balance_differs' : 'fees_differ',
        gateway,
        objectId: `${what}:${currency}`,
        expected: { [what]: expected },
        found: { [what]: found },
      },
      clock.now(),
    ),
  )
  if (isNew) {
    logger.error(
      { event: 'break_opened', gateway, currency, what, expected, found },
      'books and gateway differ; nothing was posted, staff have to decide',
    )
  }
}
