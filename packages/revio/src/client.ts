import { type Account, createAccount } from './account.ts'
import { type Api, parseBaseUrl } from './api.ts'
import { type Clock, systemClock } from './clock.ts'
import { RevioInputError } from './errors/index.ts'
import { createPayouts, type Payouts } from './payouts.ts'
import { createPurchases, type Purchases } from './purchases/purchases.ts'
import { createCircuitBreaker } from './request/circuit-breaker.ts'
import { createRedactor } from './request/redact.ts'
import { createTransport, type RequestRecord } from './request/transport.ts'
import { createWebhookEndpoints, type WebhookEndpoints } from './webhooks/webhook-endpoints.ts'

/** Whose account it is, where the provider is, and how long to wait for it. */
export type RevioSettings = {
  /** Decides between test and live mode. Sent to `baseUrl` and nowhere else; never logged, never in an error. */
  readonly secretKey: string
  readonly brandId: string
  /** The live gateway when absent. Anything but https is refused, except on this machine. */
  readonly baseUrl?: string | undefined
  /** The longest that any call may take, retries of reads included. 10 seconds when absent. */
  readonly deadlineMs?: number
  /** Told of every request. Safe to log whole. */
  readonly log?: (record: RequestRecord) => void
  readonly fetch?: typeof fetch
  readonly clock?: Clock
  /** Spreads retries. Between 0 and 1, as Math.random. */
  readonly random?: () => number
}

/** Everything the provider can be asked for. Made by {@link createRevioClient}. */
export type RevioClient = Account & {
  readonly purchases: Purchases
  readonly payouts: Payouts
  readonly webhooks: WebhookEndpoints
}

const defaultBaseUrl = 'https://gate.reviopay.com/api/v1/'

// A reply is a few KiB. The cap keeps a broken or hostile one from filling memory.
const maxReplyBytes = 1024 * 1024

/**
 * A client of one brand in one mode.
 *
 * @example
 * ```ts
 * import { createRevioClient } from '@evenkeel/revio'
 *
 * const revio = createRevioClient({ secretKey: 'test-key', brandId: '409eb80e-3782-4b1d-afa8-b779759266a5' })
 * const created = await revio.purchases.create({
 *   reference: 'deposit-42',
 *   payer: { email: 'thandi@example.com' },
 *   products: [{ name: 'Wallet deposit', price: { amount: 100_00n, currency: 'ZAR' } }],
 * })
 * if (created.outcome === 'done') console.log('Pay at', created.value.checkoutUrl)
 * ```
 */
export function createRevioClient(settings: RevioSettings): RevioClient {
  if (!/^[\x21-\x7e]+$/.test(settings.secretKey)) {
    throw new RevioInputError('The secret key is empty or holds a space; copy it again.')
  }
  const clock = settings.clock ?? systemClock
  const transport = createTransport({
    fetch: settings.fetch ?? fetch,
    clock,
    secretKey: settings.secretKey,
    redact: createRedactor([settings.secretKey]),
    maxReplyBytes,
    deadlineMs: settings.deadlineMs ?? 10_000,
    random: settings.random ?? Math.random,
    log: settings.log ?? (() => {}),
    breaker: createCircuitBreaker({ now: () => clock.now(), failuresToOpen: 5, openForMs: 10_000 }),
  })
  const api: Api = {
    transport,
    baseUrl: parseBaseUrl(settings.baseUrl ?? defaultBaseUrl),
    brandId: settings.brandId,
  }
  return {
    purchases: createPurchases(api),
    payouts: createPayouts(api),
    webhooks: createWebhookEndpoints(api),
    ...createAccount(api),
  }
}
