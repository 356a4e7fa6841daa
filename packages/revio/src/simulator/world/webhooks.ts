import { z } from 'zod'
import { refuseAll } from '../wire/api-error.ts'
import type { Json } from '../wire/wire-json.ts'
import type { WireWebhook } from '../wire/wire-types.ts'
import type { Delivery } from './delivery.ts'
import { parseForm } from './parse-form.ts'
import { seededKey } from './seeded-key.ts'
import { nowSeconds, type World } from './world.ts'

const callbackUrl = z
  .httpUrl()
  .or(z.string().regex(/^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/))
  .pipe(z.string().max(500))

const webhookForm = z.looseObject({
  title: z.string().min(1).max(100),
  callback: callbackUrl,
  events: z.array(z.string()).optional(),
  all_events: z.boolean().optional(),
})

export function createWebhook(world: World, body: Json, isTest: boolean): WireWebhook {
  const { title, callback, events = [], all_events = false } = parseForm(webhookForm, body)
  requireSomeEvents({ events, all_events })
  const id = world.random.uuid()
  const now = nowSeconds(world)
  const key = seededKey(`${world.settings.seed}:webhook:${id}:${world.keyGeneration}`)
  const wire: WireWebhook = {
    id,
    type: 'webhook',
    created_on: now,
    updated_on: now,
    title,
    callback,
    // Asked for all, the platform forgets the list.
    events: all_events ? [] : events,
    all_events,
    public_key: key.publicPem,
  }
  world.webhooks.set(id, { wire, isTest, key })
  return wire
}

export function findWebhook(world: World, id: string, isTest: boolean): WireWebhook {
  const webhook = world.webhooks.get(id)
  if (webhook === undefined || webhook.isTest !== isTest) throw refuseAll(404, 'not_found', 'Not found.')
  return webhook.wire
}

export function updateWebhook(world: World, wire: WireWebhook, body: Json): WireWebhook {
  const form = parseForm(webhookForm.partial(), body)
  const all_events = form.all_events ?? wire.all_events
  const events = form.events ?? wire.events
  requireSomeEvents({ all_events, events })
  Object.assign(wire, {
    title: form.title ?? wire.title,
    callback: form.callback ?? wire.callback,
    events: all_events ? [] : events,
    all_events,
    updated_on: nowSeconds(world),
  })
  return wire
}

/** A delivery as the platform's own log tells it. */
export function toWireDelivery(delivery: Delivery): Json {
  return {
    created_on: isoMicroseconds(delivery.createdAtMs),
    delivered_on: delivery.deliveredAtMs === null ? null : isoMicroseconds(delivery.deliveredAtMs),
    attempts: delivery.attempts.length,
    delivery_attempts: delivery.attempts.map((attempt) => ({
      attempted_on: isoMicroseconds(attempt.atMs),
      error_message: attempt.error,
    })),
    url: delivery.url,
    event: delivery.event,
    payload: JSON.parse(delivery.body),
  }
}

function requireSomeEvents(form: { all_events: boolean; events: readonly string[] }): void {
  if (form.all_events || form.events.length > 0) return
  throw refuseAll(400, 'required', 'Name the events, or set all_events.')
}

function isoMicroseconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '000Z')
}
