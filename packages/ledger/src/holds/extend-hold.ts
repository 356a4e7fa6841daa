import { z } from 'zod'
import { balanceOf } from '../accounts/balance.ts'
import { findAccount } from '../accounts/known-accounts.ts'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { idField, keyField } from '../books/fields.ts'
import { type HoldId, parseHoldId } from '../ids.ts'
import { type Expiry, expiryInput, expiryOf, oneExpiry } from './expiry.ts'
import type { Hold } from './hold.ts'
import { type HoldChanged, holdStep } from './hold-step.ts'
import { findOpenHold, type KnownHolds } from './known-holds.ts'
import type { ChangedHold } from './place-hold.ts'

/** Without `expiresAt` and `expiresIn` the hold no longer expires. */
export interface ExtendHold extends Expiry {
  readonly key: string
  readonly hold: HoldId | string
}

export const extendHoldInput = z
  .strictObject({ key: keyField, hold: idField(parseHoldId), ...expiryInput })
  .refine(...oneExpiry)

/** Gives an open hold another end: later, sooner, or none. `expiresIn` counts from now. */
export function decideExtendHold(
  known: KnownHolds,
  input: z.output<typeof extendHoldInput>,
  { at }: DecisionContext,
): Decision<HoldChanged, ChangedHold> {
  const hold = findOpenHold(known, input.hold)
  const account = findAccount(known, hold.account)
  const extended: Hold = { ...hold, expiresAt: expiryOf(input, at) }
  const step = holdStep('extended', extended, account, 0n, at)
  return { effects: [step], result: { hold: extended, balances: [balanceOf(step.account)] } }
}
