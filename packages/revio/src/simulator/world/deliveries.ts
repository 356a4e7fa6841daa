import { signWebhook } from '../../webhooks/sign-webhook.ts'
import { fieldsOf, type Json, toWireJson } from '../wire/wire-json.ts'
import { attemptMinutes, type Delivery, type DeliveryAttempt, type Destination } from './delivery.ts'
import { distort } from './distort.ts'
import { type Faults, namesOf, objectFaults, webhookFaults } from './faults.ts'
import { postDelivery } from './post-delivery.ts'
import { type SigningKey, seededKey } from './seeded-key.ts'
import type { SimulatorClock } from './simulator-clock.ts'

export type EventToSend = {
  readonly event: string
  readonly sourceType: 'purchase' | 'payout' | 'payment'
  readonly sourceId: string
  readonly object: Json
}

export type Deliveries = {
  readonly log: readonly Delivery[]
  send(event: EventToSend, destinations: readonly Destination[]): void
  /** Delivers a logged body once more, whatever became of it before: a replay. */
  replay(deliveryId: string): void
}

type OpenDelivery = { -readonly [Name in keyof Delivery]: Delivery[Name] } & {
  attempts: DeliveryAttempt[]
  notBeforeMs: number
}

const mostHeldBackMs = 10 * 60_000

/**
 * Delivers events as the platform does: signed, retried on its schedule until a 2xx, and in order per object and
 * destination, so that an endpoint which fails on one event of an object gets none of its later ones.
 */
export function createDeliveries(settings: {
  clock: SimulatorClock
  faults: Faults
  nextId: () => string
  receiverTimeoutMs: number
  rotateKeys: () => void
}): Deliveries {
  const { clock, faults } = settings
  const log: OpenDelivery[] = []
  const queues = new Map<string, OpenDelivery[]>()
  const heldBack = new Map<string, OpenDelivery>()

  const make = (
    event: EventToSend,
    destination: Destination,
    body: string,
    key: SigningKey,
  ): OpenDelivery => {
    const delivery: OpenDelivery = {
      id: settings.nextId(),
      destinationId: destination.id,
      url: destination.url,
      event: event.event,
      sourceType: event.sourceType,
      sourceId: event.sourceId,
      createdAtMs: clock.now(),
      notBeforeMs: clock.now(),
      body,
      signature: signWebhook(Buffer.from(body), key.privateKey),
      isForged: key === strangersKey(),
      attempts: [],
      deliveredAtMs: null,
      hasGivenUp: false,
    }
    log.push(delivery)
    return delivery
  }

  const enqueue = (delivery: OpenDelivery): void => {
    const name = queueOf(delivery)
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    queue.push(delivery)
    if (queue.length === 1) startAttempts(delivery)
  }

  const startAttempts = (delivery: OpenDelivery): void => {
    scheduleAttempt(delivery, Math.max(clock.now(), delivery.notBeforeMs))
  }

  const scheduleAttempt = (delivery: OpenDelivery, firstAtMs: number): void => {
    const minutes = attemptMinutes[delivery.attempts.length]
    if (minutes === undefined) {
      delivery.hasGivenUp = true
      startNext(delivery)
      return
    }
    clock.at(firstAtMs + minutes * 60_000, async () => {
      const attempt = await postDelivery(delivery, settings.receiverTimeoutMs, clock)
      delivery.attempts.push(attempt)
      if (attempt.error === '') {
        delivery.deliveredAtMs = clock.now()
        startNext(delivery)
      } else if (delivery.isForged) {
        delivery.hasGivenUp = true
        startNext(delivery)
      } else {
        scheduleAttempt(delivery, firstAtMs)
      }
    })
  }

  const startNext = (finished: OpenDelivery): void => {
    const queue = queues.get(queueOf(finished)) ?? []
    queue.shift()
    const [next] = queue
    if (next !== undefined) startAttempts(next)
  }

  const releaseHeldBack = (name: string): void => {
    const delivery = heldBack.get(name)
    heldBack.delete(name)
    if (delivery !== undefined) enqueue(delivery)
  }

  const sendOne = (event: EventToSend, destination: Destination): void => {
    const fault = faults.take(namesOf(webhookFaults), event.event)
    const untruth = faults.take(namesOf(objectFaults), event.event)
    if (fault?.fault === 'webhook_never') return
    if (fault?.fault === 'key_rotated') settings.rotateKeys()
    const object = untruth === null ? event.object : distort(event.object, untruth.fault)
    const body = toWireJson({ ...fieldsOf(object), event_type: event.event })
    if (fault?.fault === 'webhook_forged') {
      const lie = toWireJson({ ...fieldsOf(distort(event.object, 'wrong_amount')), event_type: event.event })
      enqueue(make(event, destination, lie, strangersKey()))
    }
    const delivery = make(event, destination, body, destination.key())
    const name = queueOf(delivery)
    if (fault?.fault === 'webhook_out_of_order') {
      heldBack.set(name, delivery)
      // When no other event follows, it is only late.
      clock.at(clock.now() + mostHeldBackMs, async () => releaseHeldBack(name))
      return
    }
    if (fault?.fault === 'webhook_late') delivery.notBeforeMs += fault.delayMs
    enqueue(delivery)
    if (fault?.fault === 'webhook_twice') enqueue(make(event, destination, body, destination.key()))
    releaseHeldBack(name)
  }

  return {
    log,
    send(event, destinations) {
      for (const destination of destinations) sendOne(event, destination)
    },
    replay(deliveryId) {
      const original = log.find((delivery) => delivery.id === deliveryId)
      if (original === undefined) throw new Error(`There is no delivery ${deliveryId}.`)
      const again: OpenDelivery = {
        ...original,
        id: settings.nextId(),
        createdAtMs: clock.now(),
        notBeforeMs: clock.now(),
        attempts: [],
        deliveredAtMs: null,
        hasGivenUp: false,
      }
      log.push(again)
      enqueue(again)
    },
  }
}

function queueOf(delivery: Delivery): string {
  return `${delivery.destinationId} ${delivery.sourceType} ${delivery.sourceId}`
}

function strangersKey(): SigningKey {
  return seededKey('a stranger')
}
