import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { signWebhook } from '@evenkeel/revio'
import type { LightMyRequestResponse } from 'fastify'
import type { App } from '../../src/plugins/instance.ts'
import { type JobService, openJobs } from './open-worker.ts'

/** A key pair as the provider has one for each registration. */
export interface ProviderKey {
  readonly privateKey: KeyObject
  readonly pem: string
}

export function newProviderKey(): ProviderKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { privateKey, pem: String(publicKey.export({ type: 'spki', format: 'pem' })) }
}

export const providerKey: ProviderKey = newProviderKey()

export interface InboxService extends JobService {
  /** Posts a body as the provider does, signed by its key unless told otherwise. */
  deliver(body: string | Buffer, extra?: Extra): Promise<LightMyRequestResponse>
  /** The same, to another server on the database. */
  deliverTo(app: App, body: string | Buffer, extra?: Extra): Promise<LightMyRequestResponse>
  webhooks(): Promise<Record<string, unknown>[]>
}

interface Extra {
  readonly headers?: Record<string, string>
  readonly from?: string
}

export async function openInbox(
  environment: NodeJS.ProcessEnv = {},
  options: Parameters<typeof openJobs>[1] = {},
): Promise<InboxService> {
  const service = await openJobs({ EVENKEEL_REVIO_WEBHOOK_KEYS: providerKey.pem, ...environment }, options)
  const deliverTo: InboxService['deliverTo'] = (app, body, { headers = {}, from = '192.0.2.1' } = {}) => {
    const payload = Buffer.from(body)
    return app.inject({
      method: 'POST',
      url: '/v1/webhooks/revio',
      remoteAddress: from,
      payload,
      headers: {
        'content-type': 'application/json',
        'x-signature': signWebhook(payload, providerKey.privateKey),
        ...headers,
      },
    })
  }
  return {
    ...service,
    deliverTo,
    deliver: (body, extra) => deliverTo(service.app, body, extra),
    async webhooks() {
      const { rows } = await service.pool.query('SELECT * FROM wallet.webhook ORDER BY id')
      return rows
    },
  }
}

/** The body of a purchase's event, in the form of the provider; each call makes another. */
export function purchaseEvent(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    type: 'purchase',
    event_type: 'purchase.paid',
    id: randomUUID(),
    status: 'paid',
    is_test: true,
    brand_id: 'our-brand',
    purchase: { total: 10_000, currency: 'ZAR' },
    ...changes,
  })
}
