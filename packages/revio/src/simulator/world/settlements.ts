import type { BookEntry } from './book.ts'
import { moveTo, tell } from './purchase-moves.ts'
import type { World } from './world.ts'

/**
 * Pays what has come in, in test mode, and is not yet settled to the merchant's bank. Answers what was paid, per
 * currency.
 */
export function settlePurchases(world: World): readonly BookEntry[] {
  const due = [...world.purchases.values()].filter(
    ({ wire, isSettled }) => wire.is_test && wire.payment !== null && !isSettled,
  )
  const paid = new Map<string, bigint>()
  for (const record of due) {
    const { payment, purchase, refundable_amount } = record.wire
    if (payment === null) continue
    const net = BigInt(refundable_amount) - BigInt(payment.fee_amount)
    paid.set(purchase.currency, (paid.get(purchase.currency) ?? 0n) + net)
  }
  const { test: book } = world.books
  const settlements: BookEntry[] = []
  for (const [currency, net] of paid) {
    const atHand = book.balance('merchant', currency)
    const amount = lesserOf(net, atHand)
    if (amount <= 0n) continue
    settlements.push({ account: 'merchant_bank', currency, amount })
    const entries: BookEntry[] = [
      { account: 'merchant', currency, amount: -amount },
      { account: 'merchant_bank', currency, amount },
    ]
    book.post({ atMs: world.clock.now(), kind: 'settlement', objectId: world.credentials.companyId, entries })
  }
  for (const record of due) {
    record.isSettled = true
    if (record.wire.status !== 'paid') continue
    moveTo(world, record, 'settled')
    tell(world, record, 'purchase.settled')
  }
  return settlements
}

function lesserOf(a: bigint, b: bigint): bigint {
  return [a, b].reduce((least, next) => (next < least ? next : least))
}
