import type { WebhookReceiver } from '../webhooks/webhook-receiver.ts'
import { type SendParts, syncPayout } from '../withdrawals/withdrawals.ts'

/**
 * Acts on webhooks about payouts. All they are trusted with is which payout to ask the gateway for, so it does not
 * matter whether they come early, late, twice or in another order.
 */
export function payoutReceivers(parts: SendParts): WebhookReceiver[] {
  return [
    {
      gateway: 'revio',
      objectKind: 'payout',
      async receive({ gateway, objectId: payoutId }) {
        const outcome = await syncPayout(parts, { gateway, payoutId })
        return outcome === 'unknown_payout' ? 'ignored' : 'handled'
      },
    },
  ]
}
