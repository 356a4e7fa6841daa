import type { SigningKey } from './seeded-key.ts'

/** One address that wants to hear, and the key that signs for it at the moment of signing. */
export type Destination = { readonly id: string; readonly url: string; readonly key: () => SigningKey }

/** One try to deliver a webhook, and what it was answered: no status where there was no answer. */
export type DeliveryAttempt = {
  readonly atMs: number
  readonly status: number | null
  readonly error: string
}

/** One event on its way to one destination. */
export type Delivery = {
  readonly id: string
  readonly destinationId: string
  readonly url: string
  readonly event: string
  readonly sourceType: string
  readonly sourceId: string
  readonly createdAtMs: number
  readonly body: string
  readonly signature: string
  readonly isForged: boolean
  readonly attempts: readonly DeliveryAttempt[]
  /** Null until a 2xx was answered. */
  readonly deliveredAtMs: number | null
  readonly hasGivenUp: boolean
}

/**
 * When a webhook that nobody took is tried again. Attempt n comes 3^(n-1) - 1 minutes after the first: 0, 2, 8, 26, 80,
 * 242, 728 and 2186. After the eighth it is over.
 */
export const attemptMinutes: readonly number[] = Array.from({ length: 8 }, (_, index) => 3 ** index - 1)
