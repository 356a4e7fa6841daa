import type { Json } from '../wire/wire-json.ts'
import type { WireAttempt, WirePurchase } from '../wire/wire-types.ts'
import { purchaseFee } from './fees.ts'
import type { TestCard } from './test-cards.ts'
import { nowSeconds, type PurchaseRecord, type World } from './world.ts'

/** Notes one try at moving money, newest first. */
export function addAttempt(
  world: World,
  { wire }: PurchaseRecord,
  card: TestCard | null,
  type: string,
  amount: bigint,
  errorCode: string | null,
): void {
  const attempt: WireAttempt = {
    type,
    successful: errorCode === null,
    payment_method: card?.brand ?? '',
    flow: wire.transaction_data.flow,
    extra: card === null ? {} : cardExtra(card),
    country: '',
    client_ip: null,
    fee_amount: Number(purchaseFee(amount, world.settings.fees)),
    processing_time: nowSeconds(world),
    error: errorCode === null ? null : { code: errorCode, message: errorCode.replaceAll('_', ' ') },
  }
  wire.transaction_data.attempts.unshift(attempt)
}

/** Notes the card that paid, masked. */
export function describeCard(wire: WirePurchase, card: TestCard): void {
  wire.transaction_data.payment_method = card.brand
  wire.transaction_data.extra = cardExtra(card)
}

function cardExtra(card: TestCard): Record<string, Json> {
  return {
    card_type: 'debit',
    card_brand: card.brand,
    masked_pan: `${card.number.slice(0, 6)}******${card.number.slice(-4)}`,
    three_d_secure: card.asksPayer,
  }
}
