import type { Clock } from '@evenkeel/ledger'
import { createWebhookVerifier, isRevioError, type RevioEvent } from '@evenkeel/revio'
import type { Logger } from '../observability/logger.ts'
import {
  type VerifiedWebhook,
  type WebhookGateway,
  WebhookRefusal,
  type WebhookRefusalReason,
} from './webhook-gateway.ts'

export interface RevioWebhookSettings {
  /** The keys of our registrations, as PEM; during a rotation the old and the new. */
  readonly keys: readonly string[]
  /** Reads the key of the company, which signs the callbacks of single purchases. */
  readonly fetchCompanyKey?: () => Promise<string>
  /** Whose objects are ours, and of which mode; where it is known. */
  readonly brandId?: string | undefined
  readonly isTest?: boolean | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * The webhooks of Revio. A key that verifies shows that the platform sent it, not that it is ours: one key signs for
 * many brands, and for the test mode of each.
 */
export function createRevioWebhooks(settings: RevioWebhookSettings): WebhookGateway {
  const { keys, fetchCompanyKey, brandId, isTest, clock, logger } = settings
  const verify = createWebhookVerifier({
    keys,
    clock: { now: () => clock.now().getTime() },
    ...(fetchCompanyKey !== undefined && { fetchCompanyKey }),
    onCompanyKeyChanged: () =>
      logger.warn('the company key of Revio has changed; the old one counts as well'),
    onCompanyKeyUnavailable: (error) =>
      logger.warn({ err: error }, 'the company key of Revio could not be read'),
  })

  return {
    name: 'revio',
    async verify({ rawBody, headers }) {
      let event: RevioEvent
      try {
        event = await verify({ rawBody, signature: headers['x-signature'] })
      } catch (error) {
        const reason = isRevioError(error) ? signatureReasons.get(error.code) : undefined
        if (reason === undefined || !(error instanceof Error)) throw error
        throw new WebhookRefusal(reason, error.message, { cause: error })
      }
      const object = objectOf(event)
      if (differs(object?.brandId, brandId)) {
        throw new WebhookRefusal('foreign_brand', 'It is about an object of another brand.')
      }
      if (differs(object?.isTest, isTest)) {
        throw new WebhookRefusal(
          'foreign_mode',
          'It is of the other mode: test where we are live, or live where we test.',
        )
      }
      return describe(event)
    },
  }
}

const signatureReasons: ReadonlyMap<string, WebhookRefusalReason> = new Map(
  (['signature_missing', 'signature_malformed', 'signature_mismatch', 'key_unusable'] as const).map(
    (code) => [code, code],
  ),
)

function objectOf(
  event: RevioEvent,
): { id: string; brandId: string | null; isTest: boolean | null } | undefined {
  switch (event.kind) {
    case 'purchase':
      return event.purchase
    case 'payment':
      return event.payment
    case 'payout':
      return event.payout
    default:
      return undefined
  }
}

/** What an object does not say differs from nothing; whoever acts on it asks the provider anyway. */
function differs<T>(said: T | null | undefined, ours: T | undefined): boolean {
  return said != null && ours !== undefined && said !== ours
}

function describe(event: RevioEvent): VerifiedWebhook {
  const object = objectOf(event)
  return {
    eventType: storable(event.type ?? ''),
    objectKind: object === undefined ? '' : event.kind,
    objectId: storable(object?.id ?? ''),
  }
}

/** As the inbox can keep it: a signature says nothing about lengths, and PostgreSQL refuses one character and halves of others. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .slice(0, 128)
    .toWellFormed()
}
