import { refuseAll, refuseField } from '../wire/api-error.ts'
import type { Json } from '../wire/wire-json.ts'
import { receive } from './captures.ts'
import { newWirePurchase } from './new-purchase.ts'
import { addAttempt, describeCard } from './purchase-attempts.ts'
import { readPurchaseForm } from './purchase-form.ts'
import { isPayable, moveTo, type Pace, slowly, tell, wrongStatus } from './purchase-moves.ts'
import { type CardDetails, findCard, type TestCard } from './test-cards.ts'
import { nowSeconds, type PurchaseRecord, type World } from './world.ts'

export function createPurchase(world: World, body: Json, isTest: boolean): PurchaseRecord {
  const form = readPurchaseForm(body, world.credentials.brandId, nowSeconds(world))
  const record: PurchaseRecord = {
    wire: newWirePurchase(world, form, isTest),
    card: null,
    authorised: 0n,
    refundedAtMs: null,
    isSettled: false,
  }
  world.purchases.set(record.wire.id, record)
  tell(world, record, 'purchase.created')
  expectDue(world, record)
  return record
}

export function expectDue(world: World, record: PurchaseRecord): void {
  world.clock.at(record.wire.due * 1000, async () => passDue(world, record))
}

export function findPurchase(world: World, id: string, isTest: boolean): PurchaseRecord {
  const record = world.purchases.get(id)
  if (record === undefined || record.wire.is_test !== isTest) throw refuseAll(404, 'not_found', 'Not found.')
  return record
}

/** The payer has opened the page. */
export function viewPurchase(world: World, record: PurchaseRecord): void {
  if (record.wire.viewed_on !== null || record.wire.status !== 'created') return
  record.wire.viewed_on = nowSeconds(world)
  moveTo(world, record, 'viewed')
  tell(world, record, 'purchase.viewed')
}

/**
 * The payer hands over a card. Answers what is to happen next: `asks_payer` means that the payer's bank wants to hear
 * from the payer first, and `payWithCard` is then called again with its answer.
 */
export function payWithCard(
  world: World,
  record: PurchaseRecord,
  details: CardDetails,
  payerSays: 'yes' | 'no' | null = null,
): 'paid' | 'failed' | 'asks_payer' {
  if (!isPayable(record))
    return record.wire.status === 'paid' || record.wire.status === 'hold' ? 'paid' : 'failed'
  const card = findCard(details, world.clock.now())
  if (!('number' in card)) return decline(world, record, null, card.declinesWith)
  if (card.asksPayer && payerSays === null) return 'asks_payer'
  const declinesWith = card.asksPayer && payerSays === 'no' ? '3ds_authentication_failed' : card.declinesWith
  if (declinesWith !== null) return decline(world, record, card, declinesWith)
  accept(world, record, card, 'execute')
  return 'paid'
}

export function declinePurchase(world: World, record: PurchaseRecord, code: string): void {
  if (isPayable(record)) decline(world, record, null, code)
}

export function cancelPurchase(world: World, record: PurchaseRecord): void {
  if (!isPayable(record)) throw wrongStatus('cancel', record)
  moveTo(world, record, 'cancelled')
  tell(world, record, 'purchase.cancelled')
}

/** Pays with the card that an earlier purchase has kept. */
export function chargePurchase(world: World, record: PurchaseRecord, tokenId: string, pace: Pace): void {
  const token = world.purchases.get(tokenId)
  if (token?.card == null || !token.wire.is_recurring_token) {
    throw refuseField(
      'recurring_token',
      'invalid_recurring_token',
      'This token does not exist or is not active.',
    )
  }
  if (!isPayable(record)) throw wrongStatus('charge', record)
  const { card } = token
  if (card.declinesWith !== null) {
    decline(world, record, card, card.declinesWith)
    throw refuseAll(400, 'purchase_charge_error', 'The charge was declined.')
  }
  record.wire.recurring_token = tokenId
  slowly(world, record, pace, 'pending_charge', {
    well: () => accept(world, record, card, 'recurring_execute'),
    badly: () => decline(world, record, card, 'acquirer_connection_error'),
  })
}

export function deleteRecurringToken(world: World, record: PurchaseRecord): void {
  if (!record.wire.is_recurring_token) {
    throw refuseAll(400, 'invalid_recurring_token', 'This purchase keeps no card.')
  }
  record.wire.is_recurring_token = false
  tell(world, record, 'purchase.recurring_token_deleted')
}

export function markAsPaid(world: World, record: PurchaseRecord): void {
  if (!isPayable(record)) throw wrongStatus('mark_as_paid', record)
  // The money came by another way, so the provider's book does not move.
  record.wire.marked_as_paid = true
  moveTo(world, record, 'paid')
  tell(world, record, 'purchase.paid')
}

function accept(world: World, record: PurchaseRecord, card: TestCard, type: string): void {
  const { wire } = record
  const total = BigInt(wire.purchase.total)
  record.card = card
  wire.is_recurring_token = wire.force_recurring
  describeCard(wire, card)
  addAttempt(world, record, card, wire.skip_capture ? 'authorize' : type, total, null)
  if (wire.skip_capture && total === 0n) {
    moveTo(world, record, 'preauthorized')
    tell(world, record, 'purchase.preauthorized')
  } else if (wire.skip_capture) {
    record.authorised = total
    moveTo(world, record, 'hold')
    tell(world, record, 'purchase.hold')
  } else {
    receive(world, record, total, type === 'recurring_execute' ? 'purchase_charge' : 'purchase')
    tell(world, record, 'purchase.paid')
  }
}

function decline(world: World, record: PurchaseRecord, card: TestCard | null, code: string): 'failed' {
  addAttempt(world, record, card, 'execute', BigInt(record.wire.purchase.total), code)
  moveTo(world, record, 'error')
  tell(world, record, 'purchase.payment_failure')
  if (record.wire.purchase.single_attempt) cancelPurchase(world, record)
  return 'failed'
}

function passDue(world: World, record: PurchaseRecord): void {
  if (!isPayable(record) || record.wire.status === 'overdue') return
  moveTo(world, record, record.wire.purchase.due_strict ? 'expired' : 'overdue')
}
