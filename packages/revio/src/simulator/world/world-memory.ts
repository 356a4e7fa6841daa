import type { WireMovement } from '../wire/wire-types.ts'
import type { BookJournal } from './book.ts'
import { resumePayout } from './payouts.ts'
import { expectDue } from './purchases.ts'
import type { PayoutRecord, PurchaseRecord, World } from './world.ts'

/** What a world has to know when it goes on in another process. Plain data, for `structuredClone` or `v8.serialize`. */
export type WorldMemory = {
  readonly credentials: World['credentials']
  readonly purchases: readonly PurchaseRecord[]
  readonly payouts: readonly PayoutRecord[]
  readonly movements: readonly WireMovement[]
  readonly journals: { readonly test: readonly BookJournal[]; readonly live: readonly BookJournal[] }
}

/** A copy of what the world knows now. Webhooks and their deliveries are not part of it: they lead to a process that ends too. */
export function rememberWorld({ credentials, purchases, payouts, movements, books }: World): WorldMemory {
  return structuredClone({
    credentials,
    purchases: [...purchases.values()],
    payouts: [...payouts.values()],
    movements: [...movements.values()],
    journals: { test: books.test.journals, live: books.live.journals },
  })
}

/** Puts a memory into a world that has none. Payouts that were on their way arrive now; nobody is told twice. */
export function recallWorld(world: World, memory: WorldMemory): void {
  const { credentials, purchases, payouts, movements, journals } = structuredClone(memory)
  world.credentials = credentials
  for (const journal of journals.test) world.books.test.post(journal)
  for (const journal of journals.live) world.books.live.post(journal)
  for (const movement of movements) world.movements.set(movement.id, movement)
  for (const record of purchases) {
    world.purchases.set(record.wire.id, record)
    expectDue(world, record)
  }
  for (const record of payouts) {
    world.payouts.set(record.wire.id, record)
    resumePayout(world, record)
  }
}
