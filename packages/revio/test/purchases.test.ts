import { describe, expect } from 'vitest'
import { deposit, done, it, zar } from './support/provider.ts'

describe('purchases', () => {
  it('are created unpaid, with the total of their lines and a page to pay on', async ({ revio }) => {
    const created = await revio.purchases.create({
      ...deposit('d1'),
      products: [
        { name: 'Seat', price: zar(33_33n), quantity: '1.5', taxPercent: '15.00' },
        { name: 'Programme', price: zar(20_00n), discount: zar(5_00n) },
      ],
    })

    // 3333 x 1.5 x 1.15 is 5749.425, and 2000 - 500 is 1500.
    expect(done(created)).toMatchObject({
      status: 'created',
      amount: zar(72_49n),
      refundable: zar(0n),
      payment: null,
      reference: 'd1',
      isTest: true,
      checkoutUrl: expect.stringContaining('/p/'),
    })
  })

  it('tell the fee and the net once they are paid', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1', 100_00n)))

    simulator.payer.pay(id)

    expect(await revio.purchases.get(id)).toMatchObject({
      status: 'paid',
      refundable: zar(100_00n),
      payment: {
        amount: zar(100_00n),
        fee: zar(3_90n),
        net: zar(96_10n),
        isOutgoing: false,
        kind: 'purchase',
      },
      attempts: [{ type: 'execute', isSuccessful: true, error: null }],
    })
  })

  it('can be paid after a decline, and tell why it failed', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))

    simulator.payer.pay(id, '4000000000009995')
    const declined = await revio.purchases.get(id)
    simulator.payer.pay(id)
    const paid = await revio.purchases.get(id)

    expect(declined).toMatchObject({ status: 'error', attempts: [{ error: { code: 'insufficient_funds' } }] })
    expect(paid.status).toBe('paid')
    expect(paid.statusHistory.map(({ status }) => status)).toEqual(['created', 'viewed', 'error', 'paid'])
  })

  it('are cancelled once; the second time is refused', async ({ revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))

    const first = await revio.purchases.cancel(id)
    const second = await revio.purchases.cancel(id)

    expect(done(first).status).toBe('cancelled')
    expect(second).toMatchObject({
      outcome: 'refused',
      error: { status: 400, providerCode: 'purchase_cancel_wrong_status' },
    })
  })

  it('are captured in part from a hold, and the rest is let go', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create({ ...deposit('d1'), skipCapture: true }))
    simulator.payer.pay(id)
    const held = await revio.purchases.get(id)

    const tooMuch = await revio.purchases.capture(id, zar(100_01n))
    const captured = await revio.purchases.capture(id, zar(60_00n))
    const again = await revio.purchases.capture(id)

    expect(held).toMatchObject({ status: 'hold', payment: null })
    expect(tooMuch).toMatchObject({
      outcome: 'refused',
      error: { issues: [{ field: 'amount', code: 'max_value' }] },
    })
    expect(done(captured)).toMatchObject({ status: 'paid', payment: { amount: zar(60_00n) } })
    expect(again).toMatchObject({
      outcome: 'refused',
      error: { providerCode: 'purchase_capture_wrong_status' },
    })
    expect(simulator.book.balance('payers', 'ZAR')).toBe(-60_00n)
  })

  it('are released from a hold without moving money', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create({ ...deposit('d1'), skipCapture: true }))
    simulator.payer.pay(id)

    const released = await revio.purchases.release(id)

    expect(done(released).status).toBe('released')
    expect(simulator.book.balance('payers', 'ZAR')).toBe(0n)
  })

  it('are refunded in parts, a minute apart, and never beyond what is left', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))
    simulator.payer.pay(id)

    const first = done(await revio.purchases.refund(id, zar(30_00n)))
    const tooSoon = await revio.purchases.refund(id, zar(30_00n))
    await simulator.advance(60_000)
    const tooMuch = await revio.purchases.refund(id, zar(70_01n))
    const rest = done(await revio.purchases.refund(id))
    await simulator.advance(60_000)
    const nothingLeft = await revio.purchases.refund(id)

    expect(first).toMatchObject({
      kind: 'payment',
      payment: {
        status: 'success',
        purchaseId: id,
        payment: { amount: zar(30_00n), isOutgoing: true, kind: 'refund' },
      },
    })
    expect(tooSoon).toMatchObject({ outcome: 'refused', error: { providerCode: 'purchase_refund_timeout' } })
    expect(tooMuch).toMatchObject({ error: { providerCode: 'purchase_refund_amount_too_large' } })
    expect(rest).toMatchObject({ kind: 'payment', payment: { payment: { amount: zar(70_00n) } } })
    expect(nothingLeft).toMatchObject({ error: { providerCode: 'purchase_already_fully_refunded' } })
    expect(await revio.purchases.get(id)).toMatchObject({ status: 'refunded', refundable: zar(0n) })
    expect(simulator.book.balance('payers', 'ZAR')).toBe(0n)
  })

  it('answer a slow refund as a purchase that is pending, and end it later', async ({ simulator, revio }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))
    simulator.payer.pay(id)
    simulator.arm({ fault: 'pending', on: 'purchases.refund', delayMs: 1_000 })

    const slow = done(await revio.purchases.refund(id))
    await simulator.advance(1_000)

    expect(slow).toMatchObject({ kind: 'purchase', purchase: { id, status: 'pending_refund' } })
    expect(await revio.purchases.get(id)).toMatchObject({ status: 'refunded', refundable: zar(0n) })
  })

  it('go back to where they were when a slow refund, capture or release fails', async ({
    simulator,
    revio,
  }) => {
    const paid = done(await revio.purchases.create(deposit('d1'))).id
    const held = done(await revio.purchases.create({ ...deposit('d2'), skipCapture: true })).id
    for (const id of [paid, held]) simulator.payer.pay(id)
    simulator.arm({ fault: 'pending_then_failure', on: '*', times: 3, delayMs: 1_000 })

    const pending = [done(await revio.purchases.refund(paid)), done(await revio.purchases.capture(held))]
    await simulator.advance(1_000)
    const released = done(await revio.purchases.release(held))
    await simulator.advance(1_000)

    expect(pending).toMatchObject([{ purchase: { status: 'pending_refund' } }, { status: 'pending_capture' }])
    expect(released.status).toBe('pending_release')
    expect(await revio.purchases.get(paid)).toMatchObject({ status: 'paid', refundable: zar(100_00n) })
    expect(await revio.purchases.get(held)).toMatchObject({ status: 'hold' })
  })

  it('are charged to a card that an earlier one has kept, until it is forgotten', async ({
    simulator,
    revio,
  }) => {
    const token = done(await revio.purchases.create({ ...deposit('d1'), forceRecurring: true })).id
    simulator.payer.pay(token)
    const next = done(await revio.purchases.create(deposit('d2'))).id
    const last = done(await revio.purchases.create(deposit('d3'))).id

    const charged = done(await revio.purchases.charge(next, token))
    done(await revio.purchases.deleteRecurringToken(token))
    const refused = await revio.purchases.charge(last, token)

    expect(charged).toMatchObject({
      status: 'paid',
      recurringToken: token,
      payment: { kind: 'purchase_charge' },
    })
    expect(refused).toMatchObject({
      outcome: 'refused',
      error: { issues: [{ field: 'recurring_token', code: 'invalid_recurring_token' }] },
    })
  })

  it('become overdue but payable at their due time, or expire when it is strict', async ({
    simulator,
    revio,
  }) => {
    const due = new Date(simulator.now() + 60_000)
    const lenient = done(await revio.purchases.create({ ...deposit('d1'), due })).id
    const strict = done(await revio.purchases.create({ ...deposit('d2'), due, isDueStrict: true })).id

    await simulator.advance(60_000)
    for (const id of [lenient, strict]) simulator.payer.pay(id)

    expect(await revio.purchases.get(lenient)).toMatchObject({ status: 'paid' })
    expect(await revio.purchases.get(strict)).toMatchObject({ status: 'expired', payment: null })
  })

  it('of the other mode are not found', async ({ simulator, revio, connect }) => {
    const { id } = done(await revio.purchases.create(deposit('d1')))

    const other = connect({ secretKey: simulator.liveSecretKey }).purchases.get(id)

    await expect(other).rejects.toMatchObject({ status: 404, providerCode: 'not_found' })
  })

  it('are refused before anything is sent when they cannot be right', async ({ simulator, revio }) => {
    const price = (amount: bigint, currency = 'ZAR') => ({ name: 'x', price: { amount, currency } })
    const attempts = [
      revio.purchases.create({ ...deposit('d1'), products: [] }),
      revio.purchases.create({ ...deposit('d1'), products: [price(1n), price(1n, 'USD')] }),
      revio.purchases.create({ ...deposit('d1'), products: [price(2n ** 53n)] }),
      revio.purchases.create({ ...deposit('d1'), products: [price(-1n)] }),
      revio.purchases.create({ ...deposit('d1'), products: [price(1n, 'zar')] }),
      revio.purchases.create(deposit('')),
      revio.purchases.capture('../payouts', zar(1n)),
      revio.purchases.refund('3f1f6c9e', zar(0n)),
    ]

    const outcomes = await Promise.all(attempts)

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(attempts.map(() => 'refused'))
    expect(
      outcomes.every((refused) => refused.outcome === 'refused' && refused.error.code === 'invalid_input'),
    ).toBe(true)
    expect(simulator.requests).toEqual([])
  })
})
