import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@evenkeel/ledger'
import { createRevioClient, type RevioClient } from '@evenkeel/revio'
import type { Config } from '../config/config-schema.ts'
import type { Logger } from '../observability/logger.ts'

// Two attempts at a purchase, and what surrounds them, fit into the 15 s that a request may take.
const deadlineMs = 6_000

/**
 * The client of the account that is configured; nothing where none is. Money and webhooks share it, so that an outage
 * that one of them has met is known to the other.
 */
export function revioClientOf(
  { revioSecretKey: secretKey, revioBrandId: brandId, revioUrl: baseUrl }: Config,
  { clock, logger }: { clock: Clock; logger: Logger },
): RevioClient | undefined {
  if (secretKey === undefined || brandId === undefined) return undefined
  return createRevioClient({
    secretKey,
    brandId,
    baseUrl,
    deadlineMs,
    // A pause between two reads is a real one; what is over by the clock is over by the service's.
    clock: {
      now: () => clock.now().getTime(),
      sleep: (ms, signal) => pause(ms, undefined, { signal }),
    },
    log: (record) => logger.debug({ revio: record }, 'asked Revio'),
  })
}
