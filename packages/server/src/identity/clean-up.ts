import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction } from '../database/transaction.ts'
import { forgetMails } from '../mails/mails.ts'
import { after } from './lifetimes.ts'
import { forgetMailTokens } from './mail-token-store.ts'
import { forgetSessions } from './session-store.ts'
import { forgetStepUps } from './step-up-store.ts'

const dayMs = 24 * 3_600_000

/** How much of each was removed. */
export interface CleanedUp {
  readonly sessions: number
  readonly stepUps: number
  readonly mailTokens: number
  readonly mails: number
}

/**
 * Removes what identity needs no longer; run daily. What is over is kept for some days, because people ask about a login
 * of last week. Several processes may do so at once: each removes what the others have not.
 */
export async function cleanUpIdentity({ db, clock }: { db: Db; clock: Clock }): Promise<CleanedUp> {
  const now = clock.now()
  const [weekAgo, monthAgo] = [after(now, -7 * dayMs), after(now, -30 * dayMs)]
  return {
    stepUps: await inTransaction(db, (trx) => forgetStepUps(trx, weekAgo)),
    sessions: await inTransaction(db, (trx) => forgetSessions(trx, monthAgo)),
    mailTokens: await inTransaction(db, (trx) => forgetMailTokens(trx, weekAgo)),
    mails: await inTransaction(db, (trx) => forgetMails(trx, monthAgo)),
  }
}
