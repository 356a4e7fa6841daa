import { z } from 'zod'
import { lenient, parseShape, wireInteger } from '../wire.ts'

/** One event on its way to one address, with every attempt at it. */
export type WebhookDelivery = {
  readonly url: string
  readonly event: string
  readonly attempts: number
  readonly createdAt: string | null
  /** Null until a 2xx was answered. */
  readonly deliveredAt: string | null
  readonly failures: readonly { readonly at: string | null; readonly message: string | null }[]
  readonly payload: unknown
}

const deliverySchema = z
  .looseObject({
    url: z.string(),
    event: z.string(),
    attempts: wireInteger,
    created_on: lenient(z.string()),
    delivered_on: lenient(z.string()),
    delivery_attempts: lenient(
      z.array(z.looseObject({ attempted_on: lenient(z.string()), error_message: lenient(z.string()) })),
    ),
    payload: z.unknown(),
  })
  .transform(
    (wire): WebhookDelivery => ({
      url: wire.url,
      event: wire.event,
      attempts: wire.attempts,
      createdAt: wire.created_on,
      deliveredAt: wire.delivered_on,
      failures: (wire.delivery_attempts ?? [])
        .filter((attempt) => attempt.error_message !== null && attempt.error_message !== '')
        .map((attempt) => ({ at: attempt.attempted_on, message: attempt.error_message })),
      payload: wire.payload,
    }),
  )

export function readDelivery(body: unknown): WebhookDelivery {
  return parseShape(deliverySchema, body, 'delivery')
}
