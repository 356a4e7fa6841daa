import { type Clock, systemClock } from '../clock.ts'
import { RevioSignatureError } from '../errors/index.ts'
import type { RevioEvent } from './events.ts'
import { type SignedWebhook, verifyWebhook } from './verify-webhook.ts'
import { loadWebhookKey, type WebhookKey } from './webhook-key.ts'

/** The keys that may have signed, and who hears when one of them changes. */
export type WebhookVerifierSettings = {
  /** The keys of our own webhook registrations, as PEM. During a rotation, the old and the new. */
  readonly keys: readonly string[]
  /** Reads the company key, which signs success callbacks: `client.publicKey`. Leave out when none are used. */
  readonly fetchCompanyKey?: () => Promise<string>
  /** Told when the company key is another than before. It is believed, but somebody should know. */
  readonly onCompanyKeyChanged?: (change: { oldPem: string; newPem: string }) => void
  /** Told why the company key could not be read. The webhook is refused, and the provider sends it again. */
  readonly onCompanyKeyUnavailable?: (error: unknown) => void
  readonly clock?: Pick<Clock, 'now'>
}

/** Verifies a webhook and answers its event, or throws a RevioSignatureError. */
export type WebhookVerifier = (webhook: SignedWebhook) => Promise<RevioEvent>

// Forged webhooks must not turn into a stream of requests to the provider.
const leastMsBetweenFetches = 5 * 60_000

/**
 * A verifier that survives the rotation of the company key: when no known key fits, it reads the key again, at most
 * once in five minutes and never twice at the same time, and then judges once more. The key it replaces stays
 * valid, because events signed before the rotation are still on their way.
 */
export function createWebhookVerifier(settings: WebhookVerifierSettings): WebhookVerifier {
  const clock = settings.clock ?? systemClock
  const ownKeys = settings.keys.map(loadWebhookKey)
  let companyKeys: readonly WebhookKey[] = []
  let fetchedAt = Number.NEGATIVE_INFINITY
  let fetching: Promise<void> | null = null

  const refresh = async (fetchKey: () => Promise<string>): Promise<void> => {
    fetchedAt = clock.now()
    try {
      const key = loadWebhookKey(await fetchKey())
      const [current] = companyKeys
      if (current?.pem === key.pem) return
      companyKeys = current === undefined ? [key] : [key, current]
      if (current !== undefined) settings.onCompanyKeyChanged?.({ oldPem: current.pem, newPem: key.pem })
    } catch (error) {
      settings.onCompanyKeyUnavailable?.(error)
    } finally {
      fetching = null
    }
  }

  return async (webhook) => {
    const { fetchCompanyKey } = settings
    try {
      return verifyWebhook({ ...webhook, keys: [...ownKeys, ...companyKeys] })
    } catch (error) {
      const mayHelp =
        error instanceof RevioSignatureError && ['signature_mismatch', 'key_unusable'].includes(error.code)
      const isDue = fetching !== null || clock.now() - fetchedAt >= leastMsBetweenFetches
      if (!mayHelp || fetchCompanyKey === undefined || !isDue) throw error
    }
    fetching ??= refresh(fetchCompanyKey)
    await fetching
    return verifyWebhook({ ...webhook, keys: [...ownKeys, ...companyKeys] })
  }
}
