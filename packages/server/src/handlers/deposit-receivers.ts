import { z } from 'zod'
import { type DepositParts, syncPurchase } from '../deposits/deposits.ts'
import type { ReceiverOutcome, WebhookReceiver } from '../webhooks/webhook-receiver.ts'

/** A refund or charge-back names the purchase it belongs to; its own id is of no use to us. */
const Movement = z.object({ related_to: z.object({ type: z.literal('purchase'), id: z.string().min(1) }) })

/**
 * Acts on webhooks about purchases and about what went back of them. All they are trusted with is which purchase to
 * ask the gateway for, so it does not matter whether they come early, late, twice or in another order.
 */
export function depositReceivers(parts: DepositParts): WebhookReceiver[] {
  async function sync(gateway: string, purchaseId: string): Promise<ReceiverOutcome> {
    const outcome = await syncPurchase(parts, { gateway, purchaseId })
    return outcome === 'unknown_deposit' ? 'ignored' : 'handled'
  }
  return [
    {
      gateway: 'revio',
      objectKind: 'purchase',
      receive: ({ gateway, objectId }) => sync(gateway, objectId),
    },
    {
      gateway: 'revio',
      objectKind: 'payment',
      async receive({ gateway, body }) {
        const movement = Movement.safeParse(JSON.parse(new TextDecoder().decode(body)))
        return movement.success ? sync(gateway, movement.data.related_to.id) : 'ignored'
      },
    },
  ]
}
