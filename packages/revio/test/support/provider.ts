import { test as base } from 'vitest'
import { createRevioClient, type Outcome, type RevioClient, type RevioSettings } from '../../src/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export type Provider = {
  readonly simulator: Simulator
  readonly revio: RevioClient
  readonly receiver: Receiver
  /** Another client of the same simulator. */
  connect(settings?: Partial<RevioSettings>): RevioClient
}

/** Every test gets a simulator on a virtual clock, a client of it, and a host for its webhooks. */
export const it = base.extend<Provider & { provider: Provider }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixture's needs from this pattern.
  simulator: async ({}, use) => {
    const simulator = await startSimulator({ virtualClockFrom: new Date('2026-01-01T00:00:00Z') })
    await use(simulator)
    await simulator.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  receiver: async ({}, use) => {
    const receiver = await startReceiver()
    await use(receiver)
    await receiver.close()
  },
  connect: async ({ simulator }, use) => {
    await use((settings = {}) => createRevioClient({ ...simulator.client, ...settings }))
  },
  revio: async ({ connect }, use) => {
    await use(connect())
  },
  // All of them at once, for tests that hand them on.
  provider: async ({ simulator, revio, receiver, connect }, use) => {
    await use({ simulator, revio, receiver, connect })
  },
})

export const zar = (amount: bigint): { amount: bigint; currency: string } => ({ amount, currency: 'ZAR' })

export const deposit = (
  reference: string,
  amount = 100_00n,
): Parameters<RevioClient['purchases']['create']>[0] => ({
  reference,
  payer: { email: 'thandi@example.com' },
  products: [{ name: 'Wallet deposit', price: zar(amount) }],
})

export const withdrawal = (
  reference: string,
  amount = 100_00n,
): Parameters<RevioClient['payouts']['create']>[0] => ({
  reference,
  amount: zar(amount),
  recipient: { email: 'thandi@example.com', bankAccount: '1234567890', bankCode: 'ABC' },
})

/** The value of a write that must have been done. */
export function done<Value>(outcome: Outcome<Value>): Value {
  if (outcome.outcome === 'done') return outcome.value
  throw new Error(`Expected done, got ${outcome.outcome}.`, { cause: outcome.error })
}
