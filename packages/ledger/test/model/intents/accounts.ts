import * as fc from 'fast-check'
import { type AccountType, money, type OpenAccount } from '../../../src/index.ts'
import { currencies } from '../model.ts'
import type { Request } from '../request.ts'
import type { Intent } from './intent.ts'

const zar = (amount: bigint) => money(amount, 'ZAR', currencies)

/** One account of each sort that a rule knows: with and without floor and ceiling, growing on either side. */
export const definitions: readonly OpenAccount[] = [
  { code: 'bank:ZAR', type: 'asset', currency: 'ZAR' },
  { code: 'user:1:ZAR', type: 'liability', currency: 'ZAR' },
  { code: 'user:2:ZAR', type: 'liability', currency: 'ZAR', ceiling: zar(60n), metadata: { tier: 'small' } },
  { code: 'user:3:ZAR', type: 'liability', currency: 'ZAR', floor: zar(-25n) },
  { code: 'cash:ZAR', type: 'asset', currency: 'ZAR', floor: zar(0n) },
  { code: 'fees:ZAR', type: 'income', currency: 'ZAR' },
  { code: 'owners:ZAR', type: 'equity', currency: 'ZAR', floor: zar(-90n), ceiling: zar(90n) },
  { code: 'costs:ZAR', type: 'expense', currency: 'ZAR', floor: 'none' },
  { code: 'bank:USD', type: 'asset', currency: 'USD' },
  { code: 'user:1:USD', type: 'liability', currency: 'USD' },
]

const codes = definitions.map(({ code }) => code)

/** A code of the book; now and then of an account that nobody has opened. */
export const anyCode: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(...codes) },
  { weight: 1, arbitrary: fc.constant('nobody:ZAR') },
)

export function growsOnDebit(code: string): boolean {
  const type: AccountType | undefined = definitions.find((definition) => definition.code === code)?.type
  return type === 'asset' || type === 'expense'
}

const twists: readonly Partial<OpenAccount>[] = [
  {},
  { metadata: { tier: 'large' } },
  { metadata: {} },
  { type: 'equity' },
  { floor: 'none' },
  { floor: zar(0n) },
  { floor: zar(1n) },
  { ceiling: zar(61n) },
  { ceiling: zar(-1n) },
  { ceiling: money(60n, 'USD', currencies) },
  { floor: { amount: -currencies.maxAmount - 1n, currency: 'ZAR' } },
  { currency: 'XXX' },
]

/** Opens an account as it is defined, or as it is not. */
export const opening: fc.Arbitrary<Intent> = fc
  .tuple(fc.constantFrom(...definitions), fc.constantFrom(...twists), fc.boolean())
  .map(([definition, twist, isNew]) => (_model, key) => {
    const code = isNew ? `late:${key}` : definition.code
    return { act: 'open', input: { ...definition, ...twist, code } }
  })

export const statusChange: fc.Arbitrary<Intent> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('freeze' as const) },
      { weight: 7, arbitrary: fc.constant('unfreeze' as const) },
      { weight: 2, arbitrary: fc.constant('close' as const) },
    ),
    anyCode,
    fc.constantFrom(undefined, 'asked by the owner'),
  )
  .map(([act, account, reason]): Intent => {
    return (_model, key): Request => ({ act, input: { key, account, ...(reason && { reason }) } })
  })
