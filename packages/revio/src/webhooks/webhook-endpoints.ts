import { z } from 'zod'
import { type Api, apiRequest } from '../api.ts'
import { RevioReplyError } from '../errors/index.ts'
import type { Outcome } from '../outcome.ts'
import {
  lenient,
  parseShape,
  requireId,
  requireNewId,
  requireSameId,
  type WireObject,
  wireInteger,
} from '../wire.ts'

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

// A page too many is an error, never a list that is silently cut short.
const maxPages = 20

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

const pageSchema = z.looseObject({ results: z.array(z.unknown()), next: z.string().nullish() })

async function readPages<Item>(
  api: Api,
  name: string,
  firstUrl: URL,
  readItem: (body: unknown) => Item,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let url: URL | null = firstUrl
  for (let page = 1; url !== null; page++) {
    if (page > maxPages)
      throw new RevioReplyError('reply_too_large', `There are more than ${maxPages} pages.`, null)
    const here: URL = url
    const body = await api.transport.read({
      name,
      prepare: () => ({ method: 'GET', url: here }),
      parse: (reply) => parseShape(pageSchema, reply, 'page'),
    })
    items.push(...body.results.map(readItem))
    url = body.next == null ? null : requireOwnUrl(body.next, api.baseUrl)
  }
  return items
}

// `next` is an absolute address out of a reply, and the key goes wherever we go.
function requireOwnUrl(next: string, baseUrl: URL): URL {
  const url = URL.parse(next)
  if (url?.origin === baseUrl.origin) return url
  const message = `The next page is not at ${baseUrl.host}; it was not asked for.`
  throw new RevioReplyError('unexpected_shape', message, null)
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

function readDelivery(body: unknown): WebhookDelivery {
  return parseShape(deliverySchema, body, 'delivery')
}
