import { z } from 'zod'
import { balanceOf } from '../accounts/balance.ts'
import { findAccount } from '../accounts/known-accounts.ts'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { descriptionField, idField, keyField } from '../books/fields.ts'
import { type HoldId, parseHoldId } from '../ids.ts'
import { type Hold, remainingOf } from './hold.ts'
import { type HoldChanged, holdStep } from './hold-step.ts'
import { findOpenHold, type KnownHolds } from './known-holds.ts'
import type { ChangedHold } from './place-hold.ts'

/** Which hold to end without a journal, and why. */
export interface VoidHold {
  readonly key: string
  readonly hold: HoldId | string
  /** Why, for whoever reads the books later. */
  readonly reason?: string | undefined
}

export const voidHoldInput = z.strictObject({
  key: keyField,
  hold: idField(parseHoldId),
  reason: descriptionField.optional(),
})

/** Ends a hold without a journal: what it still held is usable again. */
export function decideVoidHold(
  known: KnownHolds,
  input: z.output<typeof voidHoldInput>,
  { at }: DecisionContext,
): Decision<HoldChanged, ChangedHold> {
  const hold = findOpenHold(known, input.hold)
  const account = findAccount(known, hold.account)
  const voided: Hold = { ...hold, status: 'voided', endedAt: at }
  const step = holdStep('voided', voided, account, -remainingOf(hold).amount, at)
  return { effects: [step], result: { hold: voided, balances: [balanceOf(step.account)] } }
}
