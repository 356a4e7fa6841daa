import { z } from 'zod'
import { checkAmount } from '../accounts/account-amount.ts'
import type { CurrencyOf } from '../accounts/account-ref.ts'
import { checkMovement } from '../accounts/account-rules.ts'
import { type Balance, balanceOf } from '../accounts/balance.ts'
import { findAccount } from '../accounts/known-accounts.ts'
import type { Decision, DecisionContext } from '../books/decision.ts'
import {
  accountCodeField,
  descriptionField,
  keyField,
  kindField,
  type Metadata,
  metadataField,
} from '../books/fields.ts'
import { positiveMoneyField } from '../books/money-field.ts'
import { type Money, unchecked } from '../money/money.ts'
import { type Expiry, expiryInput, expiryOf, oneExpiry } from './expiry.ts'
import type { Hold } from './hold.ts'
import { type HoldChanged, holdStep } from './hold-step.ts'
import type { KnownHolds } from './known-holds.ts'

/** What to hold, on which account, and for how long. */
export interface PlaceHold<Code extends string = string, Kind extends string = string> extends Expiry {
  readonly key: string
  readonly account: Code
  readonly amount: Money<CurrencyOf<Code>>
  /** `hold` when left out. */
  readonly kind?: Kind | undefined
  readonly description?: string | undefined
  readonly metadata?: Metadata | undefined
}

export const placeHoldInput = z
  .strictObject({
    key: keyField,
    account: accountCodeField,
    amount: positiveMoneyField,
    kind: kindField.default('hold'),
    description: descriptionField.optional(),
    metadata: metadataField.optional(),
    ...expiryInput,
  })
  .refine(...oneExpiry)

/** The answer of every write on a hold that posts nothing. */
export interface ChangedHold {
  readonly hold: Hold
  readonly balances: readonly Balance[]
}

/** Holds an amount: usable falls at once, posted does not. */
export function decidePlaceHold(
  known: KnownHolds,
  input: z.output<typeof placeHoldInput>,
  { at, ids, currencies }: DecisionContext,
): Decision<HoldChanged, ChangedHold> {
  const account = findAccount(known, input.account)
  checkAmount(account, input.amount, currencies)
  const hold: Hold = {
    id: ids.hold(),
    book: known.book,
    key: input.key,
    account: account.code,
    amount: unchecked(input.amount.amount, account.currency),
    captured: unchecked(0n, account.currency),
    status: 'open',
    expiresAt: expiryOf(input, at),
    kind: input.kind,
    description: input.description ?? null,
    metadata: input.metadata ?? {},
    placedAt: at,
    endedAt: null,
  }
  const step = holdStep('placed', hold, account, input.amount.amount, at)
  checkMovement(account, step.account, currencies)
  return { effects: [step], result: { hold, balances: [balanceOf(step.account)] } }
}
