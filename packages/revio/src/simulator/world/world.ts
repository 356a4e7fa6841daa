import type { WireMovement, WirePayout, WirePurchase, WireWebhook } from '../wire/wire-types.ts'
import { type Book, createBook } from './book.ts'
import { createDeliveries, type Deliveries, type EventToSend } from './deliveries.ts'
import type { Destination } from './delivery.ts'
import { createFaults, type Faults } from './faults.ts'
import { defaultFees, type FeeSettings } from './fees.ts'
import { createRandom, type Random } from './random.ts'
import { type SigningKey, seededKey } from './seeded-key.ts'
import type { SimulatorClock } from './simulator-clock.ts'
import type { TestCard } from './test-cards.ts'

export type WorldSettings = {
  readonly seed: string
  readonly clock: SimulatorClock
  readonly brandName: string
  readonly fees: FeeSettings
  /** What the merchant has paid in, so that payouts have something to draw on. */
  readonly funding: readonly { readonly amount: bigint; readonly currency: string }[]
  /** How long a bank takes over a payout. */
  readonly payoutMs: number
  /** How long the receiver of a webhook may take to answer. Real time, whatever the clock. */
  readonly receiverTimeoutMs: number
}

export const defaultSettings: Omit<WorldSettings, 'clock'> = {
  seed: 'evenkeel',
  brandName: 'Evenkeel Test Store',
  fees: defaultFees,
  funding: [{ amount: 1_000_000_00n, currency: 'ZAR' }],
  payoutMs: 5_000,
  receiverTimeoutMs: 10_000,
}

/** A purchase, and what the wire does not show of it. */
export type PurchaseRecord = {
  readonly wire: WirePurchase
  /** The card that paid, kept when the purchase asked for it. */
  card: TestCard | null
  /** What capture may still take. */
  authorised: bigint
  refundedAtMs: number | null
  isSettled: boolean
}

export type PayoutRecord = { readonly wire: WirePayout }

/** One request of the API, and whether it acted. Lets a test count what was really sent. */
export type RequestEntry = {
  readonly atMs: number
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly reference: string | null
  fault: string | null
  status: number | null
}

/** Everything the simulator knows. One seed and one sequence of requests always make the same world. */
export type World = {
  readonly settings: WorldSettings
  readonly clock: SimulatorClock
  readonly random: Random
  readonly faults: Faults
  readonly deliveries: Deliveries
  /** One for each mode: test money never mixes with live money. */
  readonly books: { readonly test: Book; readonly live: Book }
  readonly purchases: Map<string, PurchaseRecord>
  readonly payouts: Map<string, PayoutRecord>
  readonly movements: Map<string, WireMovement>
  readonly webhooks: Map<string, { readonly wire: WireWebhook; readonly isTest: boolean; key: SigningKey }>
  readonly requests: RequestEntry[]
  credentials: {
    readonly testKey: string
    readonly liveKey: string
    readonly brandId: string
    readonly companyId: string
  }
  /** Where the simulator is reached, such as http://127.0.0.1:4010. Known once it listens. */
  origin: string
  keyGeneration: number
}

export function createWorld(settings: WorldSettings): World {
  const random = createRandom(settings.seed)
  const faults = createFaults(createRandom(`${settings.seed}:faults`))
  const deliveryIds = createRandom(`${settings.seed}:deliveries`)
  const deliveries = createDeliveries({
    clock: settings.clock,
    faults,
    nextId: () => deliveryIds.uuid(),
    receiverTimeoutMs: settings.receiverTimeoutMs,
    rotateKeys: () => rotateKeys(world),
  })
  const world: World = {
    settings,
    clock: settings.clock,
    random,
    faults,
    deliveries,
    books: { test: createBook(), live: createBook() },
    purchases: new Map(),
    payouts: new Map(),
    movements: new Map(),
    webhooks: new Map(),
    requests: [],
    credentials: {
      testKey: `sim_test_${random.bytes(24).toString('hex')}`,
      liveKey: `sim_live_${random.bytes(24).toString('hex')}`,
      brandId: random.uuid(),
      companyId: random.uuid(),
    },
    origin: '',
    keyGeneration: 0,
  }
  for (const { amount, currency } of settings.funding) {
    const entries = [
      { account: 'funding', currency, amount: -amount },
      { account: 'merchant', currency, amount },
    ] as const
    const funding = {
      atMs: settings.clock.now(),
      kind: 'funding',
      objectId: world.credentials.companyId,
      entries,
    }
    for (const book of [world.books.test, world.books.live]) book.post(funding)
  }
  return world
}

/** The time as the wire tells it: whole seconds. */
export function nowSeconds(world: World): number {
  return Math.floor(world.clock.now() / 1000)
}

/** The book of the mode that an object is in. */
export function bookOf(world: World, object: { readonly is_test: boolean }): Book {
  return object.is_test ? world.books.test : world.books.live
}

/** Tells every webhook that asked for such events, and `successCallback` when there is one. */
export function emit(world: World, event: EventToSend & { isTest: boolean }, successCallback = ''): void {
  const destinations: Destination[] = [...world.webhooks.values()]
    .filter(
      ({ wire, isTest }) => isTest === event.isTest && (wire.all_events || wire.events.includes(event.event)),
    )
    .map((webhook) => ({ id: webhook.wire.id, url: webhook.wire.callback, key: () => webhook.key }))
  if (successCallback !== '') {
    destinations.push({ id: 'success_callback', url: successCallback, key: () => companyKeyOf(world) })
  }
  world.deliveries.send(event, destinations)
}

/** The key that the company signs with at present. It is looked for when it is first needed, which most worlds never do. */
export function companyKeyOf({ settings, keyGeneration }: World): SigningKey {
  return seededKey(`${settings.seed}:company:${keyGeneration}`)
}

/** New keys for the company and for every webhook. What is signed from now on needs them. */
export function rotateKeys(world: World): void {
  world.keyGeneration += 1
  for (const webhook of world.webhooks.values()) {
    webhook.key = seededKey(`${world.settings.seed}:webhook:${webhook.wire.id}:${world.keyGeneration}`)
    webhook.wire.public_key = webhook.key.publicPem
  }
}
