import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRevioClient, type RevioClient } from '../../src/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { deposit, withdrawal, zar } from '../support/provider.ts'

/** What can happen to money, in any order. Whether it is allowed is the simulator's affair. */
const deed = fc.oneof(
  fc.record({ kind: fc.constant('deposit' as const), amount: fc.bigInt(1n, 1_000_00n), hold: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('refund' as const, 'capture' as const),
    of: fc.nat(5),
    amount: fc.bigInt(1n, 600_00n),
  }),
  fc.record({ kind: fc.constantFrom('release' as const, 'chargeBack' as const), of: fc.nat(5) }),
  fc.record({
    kind: fc.constant('withdrawal' as const),
    amount: fc.bigInt(1n, 1_000_00n),
    fails: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('settle' as const, 'wait' as const, 'restart' as const) }),
)

type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never

describe('the simulator’s book of money', () => {
  it('always sums to zero and agrees with every object, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
        let simulator = await startSimulator({ virtualClockFrom: new Date('2026-01-01T00:00:00Z') })
        try {
          const ids: string[] = []
          for (const one of deeds) {
            if (one.kind === 'restart') simulator = await restarted(simulator)
            else await perform(simulator, createRevioClient(simulator.client), ids, one)
          }
          await simulator.advance(60_000)

          const total = simulator.book.balances().reduce((sum, { amount }) => sum + amount, 0n)
          expect(total).toBe(0n)
          expect(simulator.book.balance('payouts_pending', 'ZAR')).toBe(0n)
          expect(-simulator.book.balance('payers', 'ZAR')).toBe(keptOf(simulator))
          expect(simulator.book.balance('recipients', 'ZAR')).toBe(sentOf(simulator))
          expect(simulator.book.balance('fees', 'ZAR')).toBe(feesOf(simulator))
          expect((await createRevioClient(simulator.client).balances())[0]?.available).toEqual(
            zar(simulator.book.balance('merchant', 'ZAR')),
          )
        } finally {
          await simulator.close()
        }
      }),
      { numRuns: 25 },
    )
  })

  it('pays what came in to the merchant’s bank, less fees and refunds, once', async () => {
    const simulator = await startSimulator({ virtualClockFrom: new Date('2026-01-01T00:00:00Z') })
    const revio = createRevioClient(simulator.client)
    const ids: string[] = []
    await perform(simulator, revio, ids, { kind: 'deposit', amount: 100_00n, hold: false })
    await perform(simulator, revio, ids, { kind: 'refund', of: 0, amount: 40_00n })
    await perform(simulator, revio, ids, { kind: 'deposit', amount: 50_00n, hold: false })

    const [first, second] = [simulator.settle(), simulator.settle()]

    // 100.00 less 40.00 and a fee of 3.90, and 50.00 less a fee of 2.45.
    expect(first).toEqual([{ account: 'merchant_bank', ...zar(103_65n) }])
    expect(second).toEqual([])
    expect((await revio.purchases.get(ids[1] ?? '')).status).toBe('settled')
    await simulator.close()
  })
})

/** Another that goes on from what the first remembers. What it makes from now on has other ids. */
async function restarted(simulator: Simulator): Promise<Simulator> {
  const [memory, before] = [simulator.remember(), simulator.snapshot()]
  await simulator.close()
  const next = await startSimulator({
    seed: `after ${before.purchases.length + before.payouts.length} and ${memory.journals.test.length}`,
    virtualClockFrom: new Date(simulator.now()),
    memory,
  })
  expect(next.client).toMatchObject({
    secretKey: simulator.client.secretKey,
    brandId: simulator.client.brandId,
  })
  expect(next.snapshot().purchases).toEqual(before.purchases)
  return next
}

async function perform(
  simulator: Simulator,
  revio: RevioClient,
  ids: string[],
  one: Exclude<Deed, { kind: 'restart' }>,
): Promise<void> {
  const id = 'of' in one ? ids[one.of] : undefined
  switch (one.kind) {
    case 'deposit': {
      const made = await revio.purchases.create({
        ...deposit(`d${ids.length}`, one.amount),
        skipCapture: one.hold,
      })
      if (made.outcome !== 'done') throw made.error
      simulator.payer.pay(made.value.id)
      ids.push(made.value.id)
      return
    }
    case 'withdrawal': {
      const made = await revio.payouts.create(withdrawal('w', one.amount))
      if (made.outcome !== 'done') throw made.error
      if (one.fails) simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute' })
      await revio.payouts.execute(made.value)
      return
    }
    case 'settle':
      simulator.settle()
      return
    case 'wait':
      await simulator.advance(60_000)
      return
  }
  if (id === undefined) return
  // Refusals are part of the game: what is not allowed must not move money.
  if (one.kind === 'refund') await revio.purchases.refund(id, zar(one.amount))
  if (one.kind === 'capture') await revio.purchases.capture(id, zar(one.amount))
  if (one.kind === 'release') await revio.purchases.release(id)
  if (one.kind === 'chargeBack' && simulator.purchase(id).refundable_amount > 0)
    simulator.payer.chargeBack(id)
}

function keptOf(simulator: Simulator): bigint {
  return sum(simulator.snapshot().purchases.map(({ refundable_amount }) => refundable_amount))
}

function sentOf(simulator: Simulator): bigint {
  const sent = simulator.snapshot().payouts.filter(({ status }) => status === 'success')
  return sum(sent.map(({ payment }) => payment.amount))
}

function feesOf(simulator: Simulator): bigint {
  const { purchases, payouts } = simulator.snapshot()
  return sum([...purchases, ...payouts].map(({ payment }) => payment?.fee_amount ?? 0))
}

function sum(amounts: readonly number[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n)
}
