import { isLedgerError } from '@evenkeel/ledger'
import { inTransaction, type Trx } from '../database/transaction.ts'
import type { Gateway, GatewayPurchase } from '../gateways/gateway.ts'
import { comparePurchase } from './compare-purchase.ts'
import { type Deposit, readReference } from './deposit.ts'
import {
  changeDeposit,
  findDeposit,
  findDepositIdOf,
  findRefunds,
  lockDeposit,
  noteSync,
} from './deposit-store.ts'
import { completeRefund, failRefund, takeChargeBack } from './give-back.ts'
import { moveDeposit } from './move-deposit.ts'
import { type NextStep, nextStep } from './next-step.ts'
import type { DepositParts } from './parts.ts'
import { reportBreak } from './report-break.ts'
import { settleDeposit } from './settle-deposit.ts'

/** What asking the gateway came to. */
export type SyncOutcome = 'changed' | 'unchanged' | 'unknown_deposit'

/**
 * Asks the gateway for the purchase of a deposit and does whatever follows from its answer. Webhooks, the sweeper,
 * reconciliation and staff all come through here: none of them is believed, and none of them is needed, because any
 * other would do the same later.
 *
 * The gateway is asked outside of any transaction. Its answer is used only if the deposit is still as it was before it
 * was asked; otherwise the answer may be older than what we know by now, and the gateway is asked again.
 */
export async function syncDeposit(
  parts: DepositParts,
  { depositId, purchaseId: named }: { depositId: string; purchaseId?: string },
): Promise<SyncOutcome> {
  for (let tries = 0; tries < 5; tries += 1) {
    const known = await findDeposit(parts.db, depositId)
    if (known === undefined) return 'unknown_deposit'
    const gateway = parts.gateways.find(known.gateway)
    if (gateway === undefined) throw new Error(`No gateway of the name ${known.gateway} is configured.`)
    const purchaseId = named ?? known.purchaseId
    if (purchaseId === null) return giveUpUnstarted(parts, known)

    const purchase = await gateway.status(purchaseId)
    if (purchase === undefined)
      throw new Error(`The gateway knows no purchase ${purchaseId} of deposit ${depositId}.`)
    const outcome = await catchUp(parts, gateway, known, purchase)
    if (outcome !== 'moved') return outcome
  }
  throw new Error(
    `Deposit ${depositId} changed again and again while the gateway was asked. It is asked again later.`,
  )
}

/**
 * The same for a purchase that a webhook names: by its id, or, where the answer to its create was lost, by the
 * reference that the gateway itself states.
 */
export async function syncPurchase(
  parts: DepositParts,
  { gateway: name, purchaseId }: { gateway: string; purchaseId: string },
): Promise<SyncOutcome> {
  const depositId =
    (await findDepositIdOf(parts.db, { gateway: name, purchaseId })) ??
    readReference((await parts.gateways.find(name)?.status(purchaseId))?.reference ?? '')?.id
  if (depositId === undefined) return 'unknown_deposit'
  return syncDeposit(parts, { depositId, purchaseId })
}

// More than any story of one purchase has: opened, paid, refunded, charged back.
const mostSteps = 10

async function catchUp(
  parts: DepositParts,
  gateway: Gateway,
  known: Deposit,
  purchase: GatewayPurchase,
): Promise<SyncOutcome | 'moved'> {
  try {
    return await inTransaction(parts.db, async (trx) => {
      let deposit = await lockDeposit(trx, known.id)
      if (deposit.version !== known.version) return 'moved'
      deposit = await adoptPurchase(trx, gateway, deposit, purchase)
      let agrees = true
      for (let steps = 0; steps < mostSteps; steps += 1) {
        const refunds = await findRefunds(trx, deposit)
        const next = nextStep(deposit, refunds, purchase, { gateway, now: parts.clock.now() })
        if (next.step === 'nothing') break
        if (next.step === 'break') {
          await reportBreak(parts, trx, deposit, { objectId: purchase.id, ...next })
          agrees = false
          break
        }
        deposit = await take(parts, trx, deposit, purchase, next)
      }
      const isOurs = deposit.purchaseId === purchase.id || deposit.purchaseId === null
      const gatewayStatus = isOurs ? purchase.status : (deposit.gatewayStatus ?? purchase.status)
      await noteSync(trx, { id: deposit.id, gatewayStatus, reconciled: agrees, now: parts.clock.now() })
      return deposit.version === known.version ? 'unchanged' : 'changed'
    })
  } catch (error) {
    // The owner spent something between our look at the wallet and the journal: look again.
    if (isLedgerError(error) && error.code === 'insufficient_funds') return 'moved'
    throw error
  }
}

/**
 * A purchase whose create got no answer is known by its reference alone. It becomes the deposit's own when it is the
 * latest attempt, or when it was paid while no other was: the money is the owner's, whichever attempt brought it.
 */
async function adoptPurchase(
  trx: Trx,
  gateway: Gateway,
  deposit: Deposit,
  purchase: GatewayPurchase,
): Promise<Deposit> {
  if (deposit.purchaseId === purchase.id) return deposit
  if (comparePurchase(deposit, purchase, gateway) !== undefined) return deposit
  const attempt = readReference(purchase.reference)?.attempt
  const isLatest = deposit.purchaseId === null && attempt === deposit.attempt
  const hasMoney = purchase.progress === 'paid' || purchase.progress === 'authorized'
  if (!isLatest && !(hasMoney && deposit.credited === null)) return deposit
  return changeDeposit(trx, deposit, { purchaseId: purchase.id, checkoutUrl: purchase.checkoutUrl })
}

function take(
  parts: DepositParts,
  trx: Trx,
  deposit: Deposit,
  purchase: GatewayPurchase,
  next: Exclude<NextStep, { step: 'nothing' | 'break' }>,
): Promise<Deposit> {
  switch (next.step) {
    case 'move':
      return moveDeposit(trx, deposit, next.to)
    case 'settle':
      return settleDeposit(parts, trx, deposit, { ...next, purchaseId: purchase.id })
    case 'complete-refund':
      return completeRefund(parts, trx, deposit, next.refund)
    case 'fail-refund':
      return failRefund(parts, trx, deposit, next.refund)
    case 'charge-back':
      return takeChargeBack(parts, trx, deposit, next.amount)
  }
}

const unstartedMs = 60 * 60_000

/** A deposit whose caller never came back for its checkout page. Should money come all the same, it is honoured. */
async function giveUpUnstarted({ db, clock }: DepositParts, { id }: Deposit): Promise<SyncOutcome> {
  return inTransaction(db, async (trx) => {
    const deposit = await lockDeposit(trx, id)
    const now = clock.now()
    if (deposit.status !== 'created' || now.getTime() - deposit.createdAt.getTime() < unstartedMs)
      return 'unchanged'
    await moveDeposit(trx, deposit, 'expired')
    return 'changed'
  })
}
