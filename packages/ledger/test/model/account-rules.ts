import { isDeepStrictEqual } from 'node:util'
import type {
  AccountStatus,
  ChangedAccount,
  ChangeStatus,
  Instant,
  OpenAccount,
  OpenedAccount,
} from '../../src/index.ts'
import { checkAmount, endExpired } from './account-steps.ts'
import { accountOf, balanceAt, currencies, type Model, type ModelAccount, statusOf, viewAt } from './model.ts'
import { refuse, refuseIf } from './refusal.ts'

export function open(model: Model, input: OpenAccount, at: Instant): OpenedAccount {
  const { code, type, currency, floor, ceiling, metadata = {} } = input
  refuseIf(typeof floor === 'object' && floor.amount > 0n, 'invalid_input')
  refuseIf(ceiling !== undefined && ceiling.amount < 0n, 'invalid_input')
  refuseIf(!currencies.codes.some((known) => known === currency), 'unknown_currency')
  for (const limit of [floor, ceiling]) if (typeof limit === 'object') checkAmount({ currency }, limit)

  const usualFloor = type === 'liability' ? 0n : null
  const wanted = {
    code,
    type,
    currency,
    floor: floor === undefined ? usualFloor : floor === 'none' ? null : floor.amount,
    ceiling: ceiling?.amount ?? null,
    metadata,
  }
  const existing = accountOf(model, code)
  if (existing !== undefined) {
    refuseIf(!isDeepStrictEqual({ ...existing }, { ...wanted, id: existing.id }), 'account_differs')
    return { account: viewAt(model, existing, at), created: false }
  }
  const account = { ...wanted, id: '' as ModelAccount['id'] } // The ledger gives the id.
  model.accounts.push(account)
  model.facts.push({ what: 'status', account: code, at, status: 'open' })
  return { account: viewAt(model, account, at), created: true }
}

export function changeStatus(
  model: Model,
  input: ChangeStatus,
  status: AccountStatus,
  at: Instant,
): ChangedAccount {
  const account = accountOf(model, input.account) ?? refuse('account_not_found')
  const current = statusOf(model, account.code)
  if (current === status) {
    endExpired(model, account.code, at)
    return { account: viewAt(model, account, at) }
  }
  refuseIf(current === 'closed', 'account_closed')
  const { posted, held } = balanceAt(model, account, at)
  refuseIf(status === 'closed' && (posted.amount !== 0n || held.amount !== 0n), 'account_not_empty')

  endExpired(model, account.code, at)
  model.facts.push({ what: 'status', account: account.code, at, status })
  return { account: viewAt(model, account, at) }
}
