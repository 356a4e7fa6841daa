import type { Principal } from '../contract/access.ts'
import type { Trx } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { needsStepUp, StepUpNeeded, spendStepUp } from '../identity/step-up.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { detailTransaction } from '../transactions/transactions.ts'
import {
  askForPayout,
  changeWithdrawal,
  findWithdrawalToLock,
  firstAsk,
  freeWithdrawal,
  mayMove,
  type Withdrawal,
  type WithdrawalParts,
} from '../withdrawals/withdrawals.ts'
import { type Decision, findDecisions, insertDecision } from './decision-store.ts'
import { showStaffWithdrawal } from './show-staff-withdrawal.ts'
import { versionStale } from './version-seen.ts'

export type DecisionParts = Pick<
  WithdrawalParts,
  'db' | 'clock' | 'logger' | 'ledger' | 'keyring' | 'lifetimes'
>

export interface DecisionWish {
  readonly id: string
  /** The version that was looked at. */
  readonly version: number
  readonly decision: Decision['decision']
  /** Why it is rejected. */
  readonly reason: string | null
  /** Names the approval by the second factor, where there is one. */
  readonly stepUpId: string | undefined
}

/**
 * Decides about a withdrawal, in one transaction: the decision with what was seen, the status, and what follows from it.
 * An approval that is not the last one leaves it waiting; a rejection frees what is held.
 *
 * The same decision by the same person about the same version is a repeat, and finds it done.
 */
export async function decide(
  parts: DecisionParts,
  trx: Trx,
  staff: Principal,
  { id, version, decision, reason, stepUpId }: DecisionWish,
): Promise<string> {
  const withdrawal = await lockForStaff(trx, staff, id)
  const decisions = await findDecisions(trx, [id])
  const own = decisions.find((one) => one.decidedBy === staff.userId && one.round === withdrawal.round)
  if (own?.version === version && own.decision === decision) return id

  const to = decision === 'approve' ? 'approved' : 'rejected'
  if (!mayMove(withdrawal.status, to)) {
    throw new ProblemError(
      'withdrawal_state',
      `The withdrawal is ${withdrawal.status}, and waits for nobody.`,
    )
  }
  if (withdrawal.version !== version) throw versionStale()
  if (own !== undefined) {
    throw new ProblemError(
      'already_decided',
      'You have approved it before. Ask a colleague for the second approval.',
    )
  }

  if (decision === 'approve') await stepUp(parts, trx, staff, { withdrawal, stepUpId })
  const now = parts.clock.now()
  const seen = showStaffWithdrawal(withdrawal, decisions)
  await insertDecision(trx, withdrawal, { decision, reason, decidedBy: staff.userId, seen, now })
  await failpoint('decision-written')
  if (decision === 'reject') {
    await freeWithdrawal(parts, trx, withdrawal, { to: 'rejected', reason: reason ?? 'No reason was given.' })
    return id
  }
  const approvals = decisions.filter((one) => one.decision === 'approve' && one.round === withdrawal.round)
  if (approvals.length + 1 < withdrawal.approvalsNeeded) {
    await changeWithdrawal(trx, withdrawal, {})
    return id
  }
  await changeWithdrawal(trx, withdrawal, { status: 'approved' }, { askAt: firstAsk(now) })
  await detailTransaction(trx, { id, detail: 'approved' })
  await askForPayout(trx, withdrawal)
  return id
}

/**
 * What takes two people takes the second factor of each who has one: a stolen login of one of them is then not half of
 * the way to the money. The code is good for what was seen, and for nobody else's approval.
 */
async function stepUp(
  parts: DecisionParts,
  trx: Trx,
  staff: Principal,
  { withdrawal, stepUpId }: { withdrawal: Withdrawal; stepUpId: string | undefined },
): Promise<void> {
  const { id, version, amount, approvalsNeeded } = withdrawal
  if (approvalsNeeded < 2 || !(await needsStepUp({ db: trx }, staff))) return
  const act = {
    purpose: 'withdrawal_approval',
    payload: {
      withdrawal: id,
      version: String(version),
      amount: String(amount.amount),
      currency: amount.currency,
      user: staff.userId,
    },
  }
  if (stepUpId === undefined) throw new StepUpNeeded(act)
  await spendStepUp(trx, parts, { principal: staff, act, id: stepUpId })
}

/** A withdrawal of the tenant that staff work for, locked. Nobody decides about their own money. */
async function lockForStaff(trx: Trx, { tenantId, userId }: Principal, id: string): Promise<Withdrawal> {
  const withdrawal = await findWithdrawalToLock(trx, id)
  if (withdrawal?.tenantId !== tenantId) throw new ProblemError('not_found', 'There is no such withdrawal.')
  if (withdrawal.userId === userId) {
    throw new ProblemError('not_allowed', 'Nobody decides about a withdrawal of their own. Ask a colleague.')
  }
  return withdrawal
}
