import { refuseField } from '../wire/api-error.ts'
import { purchaseFee } from './fees.ts'
import { addAttempt } from './purchase-attempts.ts'
import { moveTo, type Pace, post, slowly, tell, wrongStatus } from './purchase-moves.ts'
import { newWirePayment } from './wire-objects.ts'
import type { PurchaseRecord, World } from './world.ts'

/** Takes held money: `amount`, or all of it. What is left is let go. */
export function capturePurchase(
  world: World,
  record: PurchaseRecord,
  amount: bigint | null,
  pace: Pace,
): void {
  const { wire } = record
  if (wire.status !== 'hold') throw wrongStatus('capture', record)
  const captured = amount ?? record.authorised
  if (captured > record.authorised) throw refuseField('amount', 'max_value', 'More than was authorised.')
  slowly(world, record, pace, 'pending_capture', {
    well: () => {
      addAttempt(world, record, record.card, 'capture', captured, null)
      record.authorised = 0n
      receive(world, record, captured, 'purchase')
      tell(world, record, 'purchase.captured')
    },
    badly: () => {
      addAttempt(world, record, record.card, 'capture', captured, 'acquirer_internal_error')
      moveTo(world, record, 'hold')
      tell(world, record, 'purchase.capture_failure')
    },
  })
}

export function releasePurchase(world: World, record: PurchaseRecord, pace: Pace): void {
  if (record.wire.status !== 'hold') throw wrongStatus('release', record)
  slowly(world, record, pace, 'pending_release', {
    well: () => {
      addAttempt(world, record, record.card, 'release', record.authorised, null)
      record.authorised = 0n
      moveTo(world, record, 'released')
      tell(world, record, 'purchase.released')
    },
    badly: () => {
      addAttempt(world, record, record.card, 'release', record.authorised, 'acquirer_internal_error')
      moveTo(world, record, 'hold')
      tell(world, record, 'purchase.release_failure')
    },
  })
}

/** Money has come in: books it and its fee, and marks the purchase paid. */
export function receive(world: World, record: PurchaseRecord, amount: bigint, paymentType: string): void {
  const { wire } = record
  const { currency } = wire.purchase
  const fee = purchaseFee(amount, world.settings.fees)
  post(world, record, 'purchase', [
    { account: 'payers', currency, amount: -amount },
    { account: 'merchant', currency, amount: amount - fee },
    { account: 'fees', currency, amount: fee },
  ])
  wire.payment = newWirePayment(world, { amount, fee, currency, paymentType, isOutgoing: false })
  wire.refundable_amount = Number(amount)
  wire.refund_availability = 'all'
  moveTo(world, record, 'paid')
}
