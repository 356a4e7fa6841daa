import { z } from 'zod'
import { type Api, apiRequest } from '../api.ts'
import type { Outcome } from '../outcome.ts'
import { lenient, parseShape, requireId, requireNewId, requireSameId, type WireObject } from '../wire.ts'
import { readPages } from './read-pages.ts'
import { readDelivery, type WebhookDelivery } from './webhook-delivery.ts'

/** One registration: which events go where. Its `publicKey` verifies what arrives there. */
export type WebhookEndpoint = {
  readonly id: string
  readonly title: string
  readonly callback: string
  /** Empty when it receives all events. */
  readonly events: readonly string[]
  readonly isAllEvents: boolean
  readonly publicKey: string
  readonly wire: WireObject
}

/** Name the events, or ask for all of them; never both. Test and live keys have separate registrations. */
export type NewWebhookEndpoint = {
  readonly title: string
  readonly callback: string
  readonly events: readonly string[] | 'all'
}

/** The addresses that the provider tells about events, and its log of what it tried to tell. */
export type WebhookEndpoints = {
  create(endpoint: NewWebhookEndpoint): Promise<Outcome<WebhookEndpoint>>
  list(): Promise<readonly WebhookEndpoint[]>
  get(id: string): Promise<WebhookEndpoint>
  update(id: string, change: Partial<NewWebhookEndpoint>): Promise<Outcome<WebhookEndpoint>>
  delete(id: string): Promise<Outcome<undefined>>
  /** The provider's own log of what it tried to tell us about one object. */
  deliveries(source: {
    type: 'purchase' | 'payment' | 'payout'
    id: string
  }): Promise<readonly WebhookDelivery[]>
}

export function createWebhookEndpoints(api: Api): WebhookEndpoints {
  const path = (id: string): `webhooks/${string}/` => `webhooks/${requireId(id, 'webhook')}/`

  return {
    async create(endpoint) {
      return api.transport.write({
        name: 'webhooks.create',
        prepare: () => apiRequest(api, 'POST', 'webhooks/', { body: toEndpointBody(endpoint) }),
        parse: (body) => requireNewId(readEndpoint(body)),
      })
    },
    list: async () => readPages(api, 'webhooks.list', apiRequest(api, 'GET', 'webhooks/').url, readEndpoint),
    async get(id) {
      return api.transport.read({
        name: 'webhooks.get',
        prepare: () => apiRequest(api, 'GET', path(id)),
        parse: (body) => requireSameId(readEndpoint(body), id),
      })
    },
    async update(id, change) {
      return api.transport.write({
        name: 'webhooks.update',
        prepare: () => apiRequest(api, 'PATCH', path(id), { body: toEndpointBody(change) }),
        parse: (body) => requireSameId(readEndpoint(body), id),
      })
    },
    async delete(id) {
      return api.transport.write({
        name: 'webhooks.delete',
        prepare: () => apiRequest(api, 'DELETE', path(id)),
        parse: () => undefined,
      })
    },
    async deliveries({ type, id }) {
      const query = { source_type: type, id: requireId(id, type) }
      return readPages(
        api,
        'webhooks.deliveries',
        apiRequest(api, 'GET', 'webhooks/deliveries/', { query }).url,
        readDelivery,
      )
    },
  }
}

function toEndpointBody({ title, callback, events }: Partial<NewWebhookEndpoint>): Record<string, unknown> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(callback === undefined ? {} : { callback }),
    ...(events === undefined ? {} : events === 'all' ? { all_events: true } : { events, all_events: false }),
  }
}

const endpointSchema = z
  .looseObject({
    id: z.string(),
    title: z.string(),
    callback: z.string(),
    events: lenient(z.array(z.string())),
    all_events: lenient(z.boolean()),
    public_key: z.string(),
  })
  .transform((wire) => ({
    id: wire.id,
    title: wire.title,
    callback: wire.callback,
    events: wire.events ?? [],
    isAllEvents: wire.all_events ?? false,
    publicKey: wire.public_key,
  }))

function readEndpoint(body: unknown): WebhookEndpoint {
  // The schema establishes that this is an object, and names are strings in all JSON.
  return { ...parseShape(endpointSchema, body, 'webhook'), wire: body as WireObject }
}
