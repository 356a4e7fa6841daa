import { describe, expect } from 'vitest'
import { done, it, withdrawal, zar } from './support/provider.ts'

describe('payouts', () => {
  it('move nothing until they are executed', async ({ simulator, revio }) => {
    const before = simulator.book.balance('merchant', 'ZAR')

    const payout = done(await revio.payouts.create(withdrawal('w1')))

    expect(payout).toMatchObject({
      status: 'initialized',
      amount: zar(100_00n),
      reference: 'w1',
      isTest: true,
    })
    expect(simulator.book.balance('merchant', 'ZAR')).toBe(before)
  })

  it('are pending after execution and succeed later, at a fee', async ({ simulator, revio }) => {
    const before = simulator.book.balance('merchant', 'ZAR')
    const payout = done(await revio.payouts.create(withdrawal('w1')))

    const executed = done(await revio.payouts.execute(payout))
    await simulator.advance(5_000)

    expect(executed.status).toBe('pending')
    expect(await revio.payouts.get(payout.id)).toMatchObject({
      status: 'success',
      payment: { fee: zar(5_00n) },
    })
    expect(simulator.book.balance('recipients', 'ZAR')).toBe(100_00n)
    expect(simulator.book.balance('merchant', 'ZAR')).toBe(before - 105_00n)
  })

  it('are executed once; the second time is refused and moves nothing', async ({ simulator, revio }) => {
    const payout = done(await revio.payouts.create(withdrawal('w1')))
    done(await revio.payouts.execute(payout))

    const again = await revio.payouts.execute(payout)
    await simulator.advance(5_000)

    expect(again).toMatchObject({
      outcome: 'refused',
      error: { providerCode: 'payout_execute_wrong_status' },
    })
    expect(simulator.book.balance('recipients', 'ZAR')).toBe(100_00n)
  })

  it('give money and fee back when they fail, and may then be executed again', async ({
    simulator,
    revio,
  }) => {
    const before = simulator.book.balance('merchant', 'ZAR')
    const payout = done(await revio.payouts.create(withdrawal('w1')))
    simulator.arm({ fault: 'pending_then_failure', on: 'payouts.execute', delayMs: 1_000 })

    done(await revio.payouts.execute(payout))
    await simulator.advance(1_000)
    const failed = await revio.payouts.get(payout.id)
    const balanceAfterFailure = simulator.book.balance('merchant', 'ZAR')
    done(await revio.payouts.execute(payout))
    await simulator.advance(5_000)

    expect(failed).toMatchObject({
      status: 'error',
      attempts: [{ error: { code: 'general_transaction_error' } }],
    })
    expect(balanceAfterFailure).toBe(before)
    expect(await revio.payouts.get(payout.id)).toMatchObject({ status: 'success' })
  })

  it('can be taken back after they had succeeded', async ({ simulator, revio }) => {
    const before = simulator.book.balance('merchant', 'ZAR')
    const payout = done(await revio.payouts.create(withdrawal('w1')))
    simulator.arm({ fault: 'failure_after_success', on: 'payouts.execute' })

    const executed = done(await revio.payouts.execute(payout))
    await simulator.advance(5_000)

    expect(executed.status).toBe('success')
    expect(await revio.payouts.get(payout.id)).toMatchObject({ status: 'error' })
    expect(simulator.book.balance('merchant', 'ZAR')).toBe(before)
  })

  it('cannot be executed after fifteen minutes', async ({ simulator, revio }) => {
    const payout = done(await revio.payouts.create(withdrawal('w1')))

    await simulator.advance(15 * 60_000 + 1)
    const late = await revio.payouts.execute(payout)

    expect(late).toMatchObject({ outcome: 'refused', error: { providerCode: 'payout_execution_expired' } })
    expect(await revio.payouts.get(payout.id)).toMatchObject({ status: 'initialized' })
  })

  it('are refused when the balance does not cover them', async ({ simulator, revio }) => {
    const payout = done(await revio.payouts.create(withdrawal('w1', 1_000_000_00n)))

    const executed = await revio.payouts.execute(payout)

    expect(executed).toMatchObject({ outcome: 'refused', error: { providerCode: 'insufficient_balance' } })
    expect(simulator.book.balance('payouts_pending', 'ZAR')).toBe(0n)
  })

  it('are never executed at another address than their own', async ({ simulator, revio }) => {
    const payout = done(await revio.payouts.create(withdrawal('w1')))
    const other = done(await revio.payouts.create(withdrawal('w2')))
    const addresses = [
      `http://127.0.0.1:1/po/${payout.id}/bank_transfer/`,
      `${simulator.origin}@evil.example/po/${payout.id}/bank_transfer/`,
      other.executionUrl,
      null,
    ]

    const outcomes = await Promise.all(
      addresses.map((executionUrl) => revio.payouts.execute({ id: payout.id, executionUrl })),
    )

    expect(outcomes).toMatchObject(
      addresses.map(() => ({ outcome: 'refused', error: { code: 'invalid_input' } })),
    )
    expect(simulator.requests.filter(({ operation }) => operation === 'payouts.execute')).toEqual([])
  })

  it('answered with another amount than was asked have an unknown outcome', async ({ simulator, revio }) => {
    simulator.arm({ fault: 'wrong_amount', on: 'payouts.create' })

    const outcome = await revio.payouts.create(withdrawal('w1'))

    expect(outcome).toMatchObject({ outcome: 'unknown', error: { code: 'other_object' } })
  })
})
