import type { Money } from '@evenkeel/ledger'
import { compare } from '@evenkeel/ledger/money'
import type { Principal } from '../contract/access.ts'
import { inTransaction, type Trx } from '../database/transaction.ts'
import type { Gateway } from '../gateways/gateway.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { Deposit } from './deposit.ts'
import { changeDeposit, lockDeposit, readDeposit } from './deposit-store.ts'
import { gatewayUnavailable } from './gateway-unavailable.ts'
import { inWords } from './letters.ts'
import { lockForStaff } from './lock-for-staff.ts'
import type { DepositParts } from './parts.ts'
import { syncDeposit } from './sync-deposit.ts'

/**
 * Writes down how much of an authorized deposit staff want, before the gateway hears of it. Another amount is refused
 * as long as that one may have been captured.
 */
export async function beginCapture(
  trx: Trx,
  staff: Principal,
  { depositId, amount: wanted }: { depositId: string; amount: Money | undefined },
): Promise<string> {
  const deposit = await lockForStaff(trx, staff, depositId)
  demandAuthorized(deposit)
  const amount = wanted ?? deposit.amount
  if (amount.currency !== deposit.amount.currency || compare(amount, deposit.amount) > 0) {
    throw new ProblemError(
      'amount_out_of_limits',
      `At most ${inWords(deposit.amount)} is authorized. Choose such an amount.`,
    )
  }
  const { captureAmount } = deposit
  if (captureAmount !== null && compare(captureAmount, amount) !== 0) {
    throw new ProblemError(
      'deposit_state',
      `A capture of ${inWords(captureAmount)} was asked for, and its end is not known yet. Look at the deposit.`,
    )
  }
  await changeDeposit(trx, deposit, { captureAmount: amount })
  return depositId
}

export async function finishCapture(parts: DepositParts, depositId: string): Promise<Deposit> {
  return finish(parts, depositId, (gateway, purchaseId, { captureAmount, amount }) =>
    gateway.capture(purchaseId, captureAmount ?? amount),
  )
}

/** Looks whether there is something to release. Nothing is written: the gateway's answer will be. */
export async function beginRelease(
  trx: Trx,
  staff: Principal,
  { depositId }: { depositId: string },
): Promise<string> {
  const deposit = await lockForStaff(trx, staff, depositId)
  demandAuthorized(deposit)
  if (deposit.captureAmount !== null) {
    throw new ProblemError(
      'deposit_state',
      'A capture was asked for, and its end is not known yet. Look at the deposit.',
    )
  }
  return depositId
}

export async function finishRelease(parts: DepositParts, depositId: string): Promise<Deposit> {
  return finish(parts, depositId, (gateway, purchaseId) => gateway.release(purchaseId))
}

/**
 * Asks the gateway, and then what has come of it. Asking twice is harmless: an authorization ends once, and the second
 * answer is that it has ended.
 */
async function finish(
  parts: DepositParts,
  depositId: string,
  ask: (gateway: Gateway, purchaseId: string, deposit: Deposit) => ReturnType<Gateway['release']>,
): Promise<Deposit> {
  const before = await readDeposit(parts.db, depositId)
  const gateway = parts.gateways.find(before.gateway)
  const { purchaseId } = before
  if (gateway === undefined || purchaseId === null) throw gatewayUnavailable()
  if (before.status !== 'authorized') return before

  const asked = await ask(gateway, purchaseId, before)
  await syncDeposit(parts, { depositId })
  const after = await readDeposit(parts.db, depositId)
  if (asked.outcome === 'done' || after.status !== 'authorized') return after
  const { outcome, reason, error } = asked
  parts.logger.warn({ deposit: depositId, outcome, reason, err: error }, 'an authorization did not end')
  if (asked.outcome === 'unknown' || asked.isTransient) throw gatewayUnavailable()
  await forgetCapture(parts, depositId)
  throw new ProblemError(
    'gateway_refused',
    `The payment provider said no (${asked.reason}). Look at the deposit.`,
  )
}

/** The gateway will not capture that much: staff may ask for something else. */
async function forgetCapture({ db }: DepositParts, depositId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    const deposit = await lockDeposit(trx, depositId)
    if (deposit.status === 'authorized') await changeDeposit(trx, deposit, { captureAmount: null })
  })
}

function demandAuthorized({ status }: Deposit): void {
  if (status === 'authorized') return
  throw new ProblemError('deposit_state', `The deposit is ${status}, not authorized.`)
}
