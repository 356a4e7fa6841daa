import { randomUUID } from 'node:crypto'
import type { Money } from '@evenkeel/ledger'
import { add, negate, toDecimal } from '@evenkeel/ledger/money'
import { usableFrom } from '../bank-accounts/bank-account.ts'
import { markDestination, sealDestination } from '../bank-accounts/destination.ts'
import { readBankAccountDetails } from '../bank-accounts/read-details.ts'
import { walletChart } from '../books/chart.ts'
import { openingAccounts } from '../books/open-accounts.ts'
import { withdrawalHold } from '../books/recipes/withdrawal-hold.ts'
import type { WithdrawalLimit } from '../config/withdrawal-limits.ts'
import type { Principal } from '../contract/access.ts'
import type { Trx } from '../database/transaction.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { StepUpNeeded, spendStepUp } from '../identity/step-up.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { sealedColumns } from '../secrets/sealed-columns.ts'
import { addTransaction, holdTransaction } from '../transactions/transactions.ts'
import { askForPayout, firstAsk } from './ask-again.ts'
import { bookOf } from './book-of.ts'
import { inWords } from './letters.ts'
import { approvalsNeeded, flagsOf, needsSecondFactor, type Refusal, refusalOf } from './limits.ts'
import { lockOwner, type Owner, readLately } from './owner-store.ts'
import type { WithdrawalParts } from './parts.ts'
import { raiseAlert } from './raise-alert.ts'
import { searchWords } from './search-words.ts'
import { tellOwner } from './tell-owner.ts'
import type { Flag } from './withdrawal.ts'
import { insertWithdrawal, readWithdrawal } from './withdrawal-store.ts'

export interface WithdrawalWish {
  readonly amount: Money
  readonly clientIp: string
  /** Names the approval by the second factor, where there is one. */
  readonly stepUpId: string | undefined
}

/**
 * Takes a withdrawal on, in one transaction: what is asked is checked against everything the owner has asked for
 * before, amount and fee are held, and the row, the owner's list, the mail and the job are written; or none of it.
 *
 * The owner's row is locked first and their withdrawals are read after that, so of two requests at the edge of a limit,
 * on two servers, one sees the other. What the ledger rejects is thrown, and nothing stays.
 */
export async function requestWithdrawal(
  parts: WithdrawalParts,
  trx: Trx,
  owner: Principal,
  { amount, clientIp, stepUpId }: WithdrawalWish,
): Promise<string> {
  const { tenantId, tenant, userId } = owner
  const limit = limitOf(parts, amount)
  const gateway = parts.gateways.forWithdrawals
  if (gateway === undefined) throw gatewayUnavailable()

  const locked = await lockOwner(trx, userId)
  const now = laterOf(parts.clock.now(), locked.lastAskedAt)
  const destination = await readDestination(parts, trx, owner, { locked, now })
  const id = randomUUID()
  const column = sealedColumns.withdrawalDestination
  const marks = markDestination(parts.keyring, destination, { column, tenantId })
  const lately = await readLately(trx, { userId, currency: amount.currency, marks, now })
  const refusal = refusalOf(amount, lately, limit)
  if (refusal !== undefined) throw problemOf(refusal, amount, limit)
  if (needsSecondFactor(amount, limit)) {
    const act = { purpose: 'withdrawal', payload: { ...destination, ...moneyOf(amount), user: userId } }
    if (stepUpId === undefined) throw new StepUpNeeded(act)
    await spendStepUp(trx, parts, { principal: owner, act, id: stepUpId })
  }

  const { fee } = limit
  const hold = withdrawalHold({ withdrawal: id, user: userId, amount, fee })
  const book = bookOf(parts, trx, tenant)
  const wallet = walletChart.accounts.wallet({ user: userId, currency: amount.currency })
  const held = await openingAccounts(book, [wallet], () => book.holds.place(hold))
  await failpoint('amount-held')

  const flags = flagsOf(amount, lately, limit)
  const needed = approvalsNeeded(amount, flags, limit)
  await insertWithdrawal(trx, {
    id,
    tenantId,
    userId,
    amount,
    fee,
    status: needed === 0 ? 'approved' : flags.length > 0 ? 'review' : 'requested',
    flags,
    approvalsNeeded: needed,
    holdId: held.hold.id,
    gateway: gateway.name,
    bankName: destination.bankName,
    holder: destination.holder,
    lastFour: destination.number.slice(-4),
    clientIp,
    sealedDestination: sealDestination(parts.keyring, destination, { column, tenantId, id }),
    destinationMark: marks[0],
    search: searchWords(owner.name, owner.mail, destination.holder),
    askAt: needed === 0 ? firstAsk(now) : null,
    createdAt: now,
  })
  await listWithdrawal(trx, owner, { id, amount: negate(add(amount, fee)), now })
  const [after] = held.balances
  if (after !== undefined)
    await holdTransaction(trx, { id, after: { current: after.posted, usable: after.usable } })
  await tellOwner(trx, await readWithdrawal(trx, id), 'requested', now)
  await alert(parts, trx, owner, { id, flags, amount, now })
  if (needed === 0) await askForPayout(trx, { id, tenantId })
  return id
}

/** Clocks of two servers differ; the time of one owner's requests does not go back, or a limit would forget one. */
function laterOf(now: Date, last: Date | null): Date {
  return last !== null && last > now ? last : now
}

function limitOf({ limits }: WithdrawalParts, { currency }: Money): WithdrawalLimit {
  const limit = limits.of(currency)
  if (limit !== undefined) return limit
  throw new ProblemError(
    'currency_not_offered',
    `Nothing can be withdrawn in ${currency} here. Choose one of ${limits.currencies.join(', ')}.`,
  )
}

/** The linked account, once the time is over in which its owner can stop a thief who has changed something. */
async function readDestination(
  { keyring, cooling }: WithdrawalParts,
  trx: Trx,
  owner: Principal,
  { locked, now }: { locked: Owner; now: Date },
): Promise<{ bankName: string; holder: string; number: string }> {
  const account = await readBankAccountDetails(trx, keyring, owner)
  if (account === undefined) {
    throw new ProblemError('bank_account_missing', 'Link a bank account first: PUT /v1/bank-account.')
  }
  const { changedAt, ...destination } = account
  const changes = [
    { what: 'bank account', from: usableFrom({ changedAt }, cooling.bankAccountMs) },
    { what: 'password', from: after(locked.passwordChangedAt, cooling.securityMs) },
    { what: 'second factor', from: after(locked.secondFactorSince, cooling.securityMs) },
  ]
  for (const { what, from } of changes) {
    if (from === undefined || from <= now) continue
    throw new ProblemError(
      'withdrawal_cooling',
      `The ${what} was changed not long ago. Withdrawals are possible from ${from.toISOString()}.`,
    )
  }
  return destination
}

function after(changedAt: Date | null, coolingMs: number): Date | undefined {
  return changedAt === null ? undefined : new Date(changedAt.getTime() + coolingMs)
}

function problemOf(
  refusal: Refusal,
  { currency }: Money,
  { least, most, daily }: WithdrawalLimit,
): ProblemError {
  switch (refusal.code) {
    case 'amount_out_of_limits':
      return new ProblemError(
        refusal.code,
        `A withdrawal is from ${toDecimal(least)} to ${toDecimal(most)} ${currency}. Choose such an amount.`,
      )
    case 'too_many_pending':
      return new ProblemError(
        refusal.code,
        `At most ${refusal.most} withdrawals may be open at once. Wait until one has ended, or cancel one.`,
      )
    case 'daily_limit_exceeded':
      return new ProblemError(
        refusal.code,
        `At most ${inWords(daily)} may be withdrawn in 24 hours; ${inWords(refusal.left)} is left now.`,
      )
  }
}

function gatewayUnavailable(): ProblemError {
  return new ProblemError(
    'gateway_unavailable',
    'No payment provider takes withdrawals at the moment. Ask again later, with the same key.',
  )
}

function moneyOf({ amount, currency }: Money): { amount: string; currency: string } {
  return { amount: String(amount), currency }
}

async function listWithdrawal(
  trx: Trx,
  { tenantId, userId }: Principal,
  { id, amount, now }: { id: string; amount: Money; now: Date },
): Promise<void> {
  await addTransaction(
    trx,
    {
      id,
      tenantId,
      userId,
      type: 'withdrawal',
      fact: 'withdrawal',
      status: 'pending',
      detail: 'requested',
      name: 'Withdrawal',
      reference: `withdrawal-${id}`,
      amount,
    },
    now,
  )
}

/** Requests that come too fast, and unusual amounts, are told to staff at once; the rest waits in their queue. */
async function alert(
  parts: WithdrawalParts,
  trx: Trx,
  { tenantId, userId }: Principal,
  { id, flags, amount, now }: { id: string; flags: readonly Flag[]; amount: Money; now: Date },
): Promise<void> {
  for (const rule of ['velocity', 'unusual_amount'] as const) {
    if (!flags.includes(rule)) continue
    const { currency } = amount
    await raiseAlert(parts, trx, { tenantId, userId, rule, currency, reference: `withdrawal-${id}` }, now)
  }
}
