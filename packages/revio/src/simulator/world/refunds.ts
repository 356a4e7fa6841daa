import { refuseAll } from '../wire/api-error.ts'
import type { WireMovement } from '../wire/wire-types.ts'
import { addAttempt } from './purchase-attempts.ts'
import { moveTo, type Pace, post, slowly, tell, wrongStatus } from './purchase-moves.ts'
import { newWirePayment } from './wire-objects.ts'
import { emit, nowSeconds, type PurchaseRecord, type World } from './world.ts'

const refundable = ['paid', 'cleared', 'settled', 'refunded', 'retrieved']

/** Gives back `amount`, or all that is left. Answers the movement, or null while it is pending. */
export function refundPurchase(
  world: World,
  record: PurchaseRecord,
  amount: bigint | null,
  pace: Pace,
): WireMovement | null {
  const { wire } = record
  if (wire.status === 'refunded' && wire.refundable_amount === 0) {
    throw refuseAll(400, 'purchase_already_fully_refunded', 'This purchase has been refunded in full.')
  }
  if (!refundable.includes(wire.status)) throw wrongStatus('refund', record)
  if (record.refundedAtMs !== null && world.clock.now() - record.refundedAtMs < 60_000) {
    throw refuseAll(400, 'purchase_refund_timeout', 'Wait a minute between refunds of one purchase.')
  }
  const refunded = amount ?? BigInt(wire.refundable_amount)
  if (refunded > BigInt(wire.refundable_amount)) {
    throw refuseAll(400, 'purchase_refund_amount_too_large', 'More than is left to refund.')
  }
  record.refundedAtMs = world.clock.now()
  const statusBefore = wire.status
  let movement: WireMovement | null = null
  slowly(world, record, pace, 'pending_refund', {
    well: () => {
      movement = giveBack(world, record, refunded)
    },
    badly: () => {
      addAttempt(world, record, record.card, 'refund', refunded, 'acquirer_internal_error')
      moveTo(world, record, statusBefore)
      tell(world, record, 'purchase.refund_failure')
    },
  })
  return movement
}

/** The payer's bank takes the money back, against our will. */
export function chargeBack(world: World, record: PurchaseRecord): void {
  const amount = BigInt(record.wire.refundable_amount)
  if (!refundable.includes(record.wire.status) || amount === 0n) throw wrongStatus('chargeback', record)
  record.wire.refundable_amount = 0
  moveTo(world, record, 'chargeback')
  const movement = moveBack(world, record, amount, 'chargeback')
  tellMovement(world, movement, 'payment.charged_back')
}

function giveBack(world: World, record: PurchaseRecord, amount: bigint): WireMovement {
  const { wire } = record
  addAttempt(world, record, record.card, 'refund', amount, null)
  wire.refundable_amount -= Number(amount)
  wire.refund_availability = wire.refundable_amount === 0 ? 'none' : 'all'
  moveTo(world, record, 'refunded')
  const movement = moveBack(world, record, amount, 'refund')
  tellMovement(world, movement, 'payment.refunded')
  return movement
}

function moveBack(world: World, record: PurchaseRecord, amount: bigint, kind: string): WireMovement {
  const { wire } = record
  const { currency } = wire.purchase
  // The fee of the purchase is not given back, as with most providers.
  post(world, record, kind, [
    { account: 'merchant', currency, amount: -amount },
    { account: 'payers', currency, amount },
  ])
  const now = nowSeconds(world)
  const movement: WireMovement = {
    id: world.random.uuid(),
    type: 'payment',
    status: 'success',
    created_on: now,
    updated_on: now,
    is_test: wire.is_test,
    company_id: wire.company_id,
    brand_id: wire.brand_id,
    user_id: null,
    client: wire.client,
    payment: newWirePayment(world, { amount, fee: 0n, currency, paymentType: kind, isOutgoing: true }),
    related_to: { type: 'purchase', id: wire.id, reference: wire.reference },
    transaction_data: { ...wire.transaction_data, attempts: [] },
    reference: '',
    reference_generated: String(world.movements.size + 1),
  }
  world.movements.set(movement.id, movement)
  return movement
}

function tellMovement(world: World, movement: WireMovement, event: string): void {
  emit(world, {
    event,
    sourceType: 'payment',
    sourceId: movement.id,
    object: movement,
    isTest: movement.is_test,
  })
}
