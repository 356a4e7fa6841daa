import { z } from 'zod'
import type { Decision, DecisionContext } from '../books/decision.ts'
import { accountCodeField, type Metadata, metadataField } from '../books/fields.ts'
import { moneyField } from '../books/money-field.ts'
import { canonicalJson } from '../canonical-json.ts'
import { ConflictError } from '../errors/index.ts'
import type { Money } from '../money/money.ts'
import type { Account, AccountType } from './account.ts'
import { checkAmount } from './account-amount.ts'
import { type AccountView, viewAccount } from './account-view.ts'
import type { KnownAccounts } from './known-accounts.ts'

/** The definition of an account. It stays as it is for as long as the account lives. */
export interface OpenAccount<Code extends string = string> {
  /** Unique in the book for ever. The currency is part of it, by custom last: `user:42:wallet:ZAR`. */
  readonly code: Code
  readonly type: AccountType
  readonly currency: string
  /**
   * The least usable may be, zero or less; `'none'` for no limit. Left out, it is zero for a liability, which is what a customer's
   * account is, and none for every other type.
   */
  readonly floor?: Money | 'none' | undefined
  /** The most posted may be. Left out, there is no limit. */
  readonly ceiling?: Money | undefined
  readonly metadata?: Metadata | undefined
}

export const openAccountInput = z.strictObject({
  code: accountCodeField,
  type: z.enum(['asset', 'liability', 'equity', 'income', 'expense']),
  currency: z.string().max(40),
  floor: z
    .union([moneyField, z.literal('none')])
    .refine(
      (floor) => floor === 'none' || floor.amount <= 0n,
      'A floor is zero or less: a new account holds nothing',
    )
    .optional(),
  ceiling: moneyField
    .refine(({ amount }) => amount >= 0n, 'A ceiling is zero or more: a new account holds nothing')
    .optional(),
  metadata: metadataField.optional(),
})

export interface AccountOpened {
  readonly type: 'account-opened'
  readonly account: Account
}

/** An account that is there, and whether this call made it. */
export interface OpenedAccount {
  readonly account: AccountView
  readonly created: boolean
}

/**
 * Opens an account, or answers with the one that is there if its definition is the same. No key is needed: the code
 * is the name of the intention.
 */
export function decideOpenAccount(
  known: KnownAccounts,
  input: z.output<typeof openAccountInput>,
  { at, ids, currencies }: DecisionContext,
): Decision<AccountOpened, OpenedAccount> {
  const wanted = definitionOf(input, currencies.scaleOf(input.currency))
  if (typeof input.floor === 'object') checkAmount(wanted, input.floor, currencies)
  if (input.ceiling !== undefined) checkAmount(wanted, input.ceiling, currencies)

  const existing = known.account(input.code)
  if (existing !== undefined) {
    checkSame(existing, wanted)
    return { effects: [], result: { account: viewAccount(existing), created: false } }
  }

  const account: Account = {
    id: ids.account(),
    book: known.book,
    ...wanted,
    status: 'open',
    posted: 0n,
    held: 0n,
    version: 0,
    entryCount: 0,
    openedAt: at,
    changedAt: at,
  }
  return {
    effects: [{ type: 'account-opened', account }],
    result: { account: viewAccount(account), created: true },
  }
}

type Definition = Pick<Account, 'code' | 'type' | 'currency' | 'scale' | 'floor' | 'ceiling' | 'metadata'>

function definitionOf(input: z.output<typeof openAccountInput>, scale: number): Definition {
  const { code, type, currency, floor, ceiling, metadata = {} } = input
  return {
    code,
    type,
    currency,
    scale,
    floor: floorOf(floor, type),
    ceiling: ceiling?.amount ?? null,
    metadata,
  }
}

function floorOf(floor: Money | 'none' | undefined, type: AccountType): bigint | null {
  if (floor === undefined) return type === 'liability' ? 0n : null
  return floor === 'none' ? null : floor.amount
}

function checkSame(existing: Account, wanted: Definition): void {
  const fields: string[] = (['type', 'currency', 'scale', 'floor', 'ceiling'] as const).filter(
    (field) => existing[field] !== wanted[field],
  )
  if (canonicalJson(existing.metadata) !== canonicalJson(wanted.metadata)) fields.push('metadata')
  if (fields.length === 0) return
  const { book, code } = existing
  throw new ConflictError(
    'account_differs',
    `Book ${book} has an account ${code} already, with another ${fields.join(' and ')}. ` +
      'An account is never redefined: open one under another code.',
    { book, account: code, fields },
  )
}
