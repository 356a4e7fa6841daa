import { createSimulatorServer } from './http/create-simulator-server.ts'
import type { WirePayout, WirePurchase, WireWebhook } from './wire/wire-types.ts'
import type { Book, BookEntry } from './world/book.ts'
import type { Delivery } from './world/delivery.ts'
import type { ArmedFault, FaultRule } from './world/faults.ts'
import { declinePurchase, payWithCard, viewPurchase } from './world/purchases.ts'
import { chargeBack } from './world/refunds.ts'
import { settlePurchases } from './world/settlements.ts'
import { createRealClock, createVirtualClock } from './world/simulator-clock.ts'
import { createWebhook } from './world/webhooks.ts'
import {
  createWorld,
  defaultSettings,
  type PurchaseRecord,
  type RequestEntry,
  rotateKeys,
  type WorldSettings,
} from './world/world.ts'
import { recallWorld, rememberWorld, type WorldMemory } from './world/world-memory.ts'

/** Where the simulator listens and how its world begins. Everything may be left out. */
export type SimulatorSettings = Partial<Omit<WorldSettings, 'clock'>> & {
  readonly host?: string
  /** Any free one when absent. */
  readonly port?: number
  /** Time stands still until `advance`, from this moment on. Real time when absent. */
  readonly virtualClockFrom?: Date
  /** What another simulator remembered, in place of `funding`: this one goes on from there. Give it another seed, or ids come again. */
  readonly memory?: WorldMemory
}

/** A provider in this process, true to the wire. */
export type Simulator = {
  /** For `createRevioClient`. */
  readonly client: { readonly baseUrl: string; readonly secretKey: string; readonly brandId: string }
  readonly liveSecretKey: string
  readonly origin: string
  /** Its own book of test money, kept apart from the objects: the oracle. */
  readonly book: Pick<Book, 'journals' | 'balance' | 'balances'>
  readonly deliveries: readonly Delivery[]
  /** Every authorised request that arrived, answered or not. */
  readonly requests: readonly RequestEntry[]
  readonly now: () => number
  arm(rule: FaultRule): ArmedFault
  clearFaults(): void
  /** What a payer would do on the page. */
  readonly payer: {
    open(purchaseId: string): void
    pay(purchaseId: string, cardNumber?: string): void
    decline(purchaseId: string): void
    chargeBack(purchaseId: string): void
  }
  /** Registers a webhook for all events, as a merchant would on the dashboard. */
  sendWebhooksTo(url: string): { readonly publicKey: string }
  purchase(id: string): WirePurchase
  payout(id: string): WirePayout
  /** What another simulator needs to go on from here. */
  remember(): WorldMemory
  /** Every object as it is now, to compare with later. */
  snapshot(): { purchases: WirePurchase[]; payouts: WirePayout[]; webhooks: WireWebhook[] }
  settle(): readonly BookEntry[]
  rotateKeys(): void
  replay(deliveryId: string): void
  /** Resolves when everything that is due has happened, webhooks included. */
  idle(): Promise<void>
  /** Moves a virtual clock, and resolves when all that fell due has happened. */
  advance(ms: number): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a simulator. The same seed and the same sequence of requests give the same ids, keys and signatures.
 *
 * @example
 * ```ts
 * import { createRevioClient } from '@evenkeel/revio'
 * import { startSimulator } from '@evenkeel/revio/simulator'
 *
 * const simulator = await startSimulator({ virtualClockFrom: new Date('2026-01-01T00:00:00Z') })
 * const revio = createRevioClient(simulator.client)
 * simulator.arm({ fault: 'lost_response', on: 'payouts.execute' })
 * ```
 */
export async function startSimulator(settings: SimulatorSettings = {}): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, virtualClockFrom, memory, ...world } = settings
  const virtualClock = virtualClockFrom === undefined ? null : createVirtualClock(virtualClockFrom.getTime())
  const clock = virtualClock ?? createRealClock()
  const state = createWorld({ ...defaultSettings, ...world, ...(memory && { funding: [] }), clock })
  if (memory !== undefined) recallWorld(state, memory)
  const server = createSimulatorServer(state, virtualClock)
  state.origin = await listen(server, host, port)
  const { testKey, liveKey, brandId } = state.credentials

  return {
    client: { baseUrl: `${state.origin}/api/v1/`, secretKey: testKey, brandId },
    liveSecretKey: liveKey,
    origin: state.origin,
    book: state.books.test,
    deliveries: state.deliveries.log,
    requests: state.requests,
    now: () => clock.now(),
    arm: (rule) => state.faults.arm(rule),
    clearFaults: () => state.faults.clear(),
    payer: {
      open: (id) => viewPurchase(state, requireKnown(state.purchases, id)),
      pay(id, cardNumber = '4444333322221111') {
        const record: PurchaseRecord = requireKnown(state.purchases, id)
        viewPurchase(state, record)
        const card = { number: cardNumber, holder: 'Test Payer', expires: '12/39', cvc: '123' }
        payWithCard(state, record, card, 'yes')
      },
      decline: (id) => declinePurchase(state, requireKnown(state.purchases, id), 'do_not_honour'),
      chargeBack: (id) => chargeBack(state, requireKnown(state.purchases, id)),
    },
    sendWebhooksTo(url) {
      const wire = createWebhook(state, { title: 'All events', callback: url, all_events: true }, true)
      return { publicKey: wire.public_key }
    },
    purchase: (id) => requireKnown(state.purchases, id).wire,
    payout: (id) => requireKnown(state.payouts, id).wire,
    remember: () => rememberWorld(state),
    snapshot: () =>
      structuredClone({
        purchases: [...state.purchases.values()].map(({ wire }) => wire),
        payouts: [...state.payouts.values()].map(({ wire }) => wire),
        webhooks: [...state.webhooks.values()].map(({ wire }) => wire),
      }),
    settle: () => settlePurchases(state),
    rotateKeys: () => rotateKeys(state),
    replay: (id) => state.deliveries.replay(id),
    idle: () => clock.idle(),
    async advance(ms) {
      if (virtualClock === null) {
        throw new Error('This simulator runs on real time; set virtualClockFrom to move it.')
      }
      await virtualClock.advance(ms)
    },
    async close() {
      clock.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await clock.idle()
    },
  }
}

async function listen(
  server: ReturnType<typeof createSimulatorServer>,
  host: string,
  port: number,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator listens on no port.')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

function requireKnown<Item>(items: ReadonlyMap<string, Item>, id: string): Item {
  const item = items.get(id)
  if (item === undefined) throw new Error(`The simulator knows nothing of ${id}.`)
  return item
}
