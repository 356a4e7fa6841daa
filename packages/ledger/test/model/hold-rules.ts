import type {
  CapturedHold,
  CaptureHold,
  ChangedHold,
  Expiry,
  ExtendHold,
  Hold,
  HoldId,
  Instant,
  PlaceHold,
  VoidHold,
} from '../../src/index.ts'
import { checkAmount, checkStep, endExpired } from './account-steps.ts'
import { write } from './journal-rules.ts'
import {
  accountOf,
  balanceAt,
  growsOn,
  holdAt,
  type Model,
  type ModelAccount,
  restOf,
  toInstant,
  type Writable,
} from './model.ts'
import { refuse, refuseIf } from './refusal.ts'

export function place(model: Model, input: PlaceHold, at: Instant): ChangedHold {
  const account = accountOf(model, input.account) ?? refuse('account_not_found')
  checkAmount(account, input.amount)
  const hold: Hold = {
    id: '' as HoldId, // The ledger gives the id.
    book: model.book,
    key: input.key,
    account: account.code,
    amount: input.amount,
    captured: { amount: 0n, currency: account.currency },
    status: 'open',
    expiresAt: endOf(input, at),
    kind: input.kind ?? 'hold',
    description: input.description ?? null,
    metadata: input.metadata ?? {},
    placedAt: at,
    endedAt: null,
  }
  const before = balanceAt(model, account, at)
  step(model, account, at)
  model.holds.push(hold)
  const after = balanceAt(model, account, at)
  checkStep(model, account, before, after)
  return { hold, balances: [after] }
}

export function capture(model: Model, input: CaptureHold, at: Instant): CapturedHold {
  const { hold, account } = openHold(model, input.hold, at)
  refuseIf(
    input.to.some(([, amount]) => amount.currency !== account.currency),
    'currency_mismatch',
  )
  const taken = input.to.reduce((sum, [, part]) => sum + part.amount, 0n)
  refuseIf(taken > restOf(hold), 'capture_exceeds_hold')

  step(model, account, at)
  const ends = taken === restOf(hold) || input.releaseRest === true
  hold.captured = { amount: hold.captured.amount + taken, currency: account.currency }
  if (ends) Object.assign(hold, { status: 'captured', endedAt: at })

  const out = growsOn(account.type) === 'debit' ? 'credit' : 'debit'
  const into = growsOn(account.type)
  const amount = { amount: taken, currency: account.currency }
  const entries = [
    { account: account.code, side: out, amount } as const,
    ...input.to.map(([code, part]) => ({ account: code, side: into, amount: part })),
  ]
  return {
    hold,
    ...write(model, { ...input, kind: input.kind ?? 'capture' }, entries, { captures: hold.id }, at),
  }
}

export function voidHold(model: Model, input: VoidHold, at: Instant): ChangedHold {
  const { hold, account } = openHold(model, input.hold, at)
  step(model, account, at)
  Object.assign(hold, { status: 'voided', endedAt: at })
  return { hold, balances: [balanceAt(model, account, at)] }
}

export function extend(model: Model, input: ExtendHold, at: Instant): ChangedHold {
  const { hold, account } = openHold(model, input.hold, at)
  hold.expiresAt = endOf(input, at)
  step(model, account, at)
  return { hold, balances: [balanceAt(model, account, at)] }
}

function step(model: Model, { code }: ModelAccount, at: Instant): void {
  endExpired(model, code, at)
  model.facts.push({ what: 'hold', account: code, at })
}

function openHold(
  model: Model,
  id: string,
  at: Instant,
): { readonly hold: Writable<Hold>; readonly account: ModelAccount } {
  const hold = model.holds.find((other) => other.id === id) ?? refuse('hold_not_found')
  refuseIf(holdAt(hold, at).status !== 'open', 'hold_ended')
  return { hold, account: accountOf(model, hold.account) ?? refuse('account_not_found') }
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function endOf({ expiresAt, expiresIn }: Expiry, at: Instant): Instant | null {
  if (expiresIn !== undefined) {
    const ms = Number(expiresIn.slice(0, -1)) * (unitMs[expiresIn.slice(-1)] ?? Number.NaN)
    return toInstant(Date.parse(at) + ms)
  }
  if (expiresAt === undefined) return null
  const end = toInstant(expiresAt)
  refuseIf(end <= at, 'invalid_input')
  return end
}
