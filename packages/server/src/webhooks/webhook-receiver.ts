import type { JobContext } from '../jobs/job-handler.ts'

/** A webhook out of the inbox: its signature was verified when it arrived. */
export interface ReceivedWebhook {
  readonly id: string
  readonly tenantId: number
  /** Which gateway, as in the path. */
  readonly gateway: string
  /** The provider's name for what happened, such as `purchase.paid`. A snapshot from when it was sent, not of now. */
  readonly eventType: string
  /** The provider's kind of object: `purchase`, `payment` or `payout`. */
  readonly objectKind: string
  /** The provider's id of it. */
  readonly objectId: string
  /** The bytes as they came. */
  readonly body: Uint8Array
}

/** `ignored` where the event changes nothing that we keep; said in the inbox, and no failure. */
export type ReceiverOutcome = 'handled' | 'ignored'

/**
 * Acts on the webhooks of one kind of object. A webhook only says where to look: the receiver asks the provider for
 * the object and acts on that answer. It is called again where it failed, and for every repeat that comes before it
 * has succeeded; it may be called twice at the same time.
 */
export interface WebhookReceiver {
  readonly gateway: string
  readonly objectKind: string
  receive(webhook: ReceivedWebhook, context: JobContext): Promise<ReceiverOutcome>
}
