import { credit, debit } from '../../src/index.ts'
import { definitions } from './intents/accounts.ts'
import { currencies } from './model.ts'
import type { Request } from './request.ts'

/** Every account, something in the customers', and a bank that is nearly full, so that a run begins where things can happen. */
export const opening: readonly Request[] = [
  ...definitions.map((input): Request => ({ act: 'open', input })),
  deposit('user:1:ZAR', [50n]),
  deposit('user:2:ZAR', [40n]),
  deposit(
    'fees:ZAR',
    Array.from({ length: 8 }, () => currencies.maxAmount),
  ),
  {
    act: 'place',
    input: { key: 'order:1', account: 'user:1:ZAR', amount: { amount: 20n, currency: 'ZAR' } },
  },
]

function deposit(code: string, amounts: readonly bigint[]): Request {
  const entries = amounts.flatMap((amount) => [
    debit('bank:ZAR', { amount, currency: 'ZAR' }),
    credit(code, { amount, currency: 'ZAR' }),
  ])
  return { act: 'post', input: { key: `deposit:${code}`, kind: 'deposit-settled', entries } }
}
