import type { Principal } from '../contract/access.ts'
import type { BulkResult } from '../contract/approvals.ts'
import { inTransaction } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { StepUpNeeded } from '../identity/step-up.ts'
import { ProblemError, problemOf } from '../plugins/problem-of.ts'
import { type DecisionParts, type DecisionWish, decide } from './decide.ts'
import { readForStaff } from './read-for-staff.ts'

/**
 * Decides about many, each in a transaction of its own: what is refused for one says nothing about the others. Done
 * again after it was cut off, it finds the first ones decided.
 */
export async function decideMany(
  parts: DecisionParts,
  staff: Principal,
  wishes: readonly DecisionWish[],
): Promise<BulkResult> {
  const data: BulkResult['data'] = []
  for (const wish of wishes) data.push(await decideOne(parts, staff, wish))
  return { data }
}

async function decideOne(
  parts: DecisionParts,
  staff: Principal,
  wish: DecisionWish,
): Promise<BulkResult['data'][number]> {
  try {
    const id = await inTransaction(parts.db, (trx) => decide(parts, trx, staff, wish))
    await failpoint('decision-kept')
    return { id, withdrawal: await readForStaff(parts.db, staff, id), problem: null }
  } catch (error) {
    const { status, code, title, detail } = problemOf(error instanceof StepUpNeeded ? takenAlone() : error)
    // Something broke, which is not about this item: the whole is asked for again.
    if (status >= 500) throw error
    return { id: wish.id, withdrawal: null, problem: { status, code, title, detail } }
  }
}

function takenAlone(): ProblemError {
  return new ProblemError(
    'step_up_required',
    'A code of the second factor is good for one approval. Approve this one by itself.',
  )
}
