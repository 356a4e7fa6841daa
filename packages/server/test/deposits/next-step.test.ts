import { type Money, money } from '@evenkeel/ledger'
import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Deposit, Refund } from '../../src/deposits/deposit.ts'
import { type NextStep, nextStep } from '../../src/deposits/next-step.ts'
import type { GatewayPurchase } from '../../src/gateways/gateway.ts'

const id = '0197a000-0000-4000-8000-000000000001'
const zar = (amount: bigint): Money => money(amount, 'ZAR')
const gateway = { brand: 'our-brand', isTest: true }
const now = new Date('2026-06-01T12:00:00Z')

const asked: Deposit = {
  id,
  tenantId: 1,
  tenant: 'default',
  userId: '7',
  userMail: 'thandi@example.com',
  userName: 'Thandi Nkosi',
  amount: zar(10_000n),
  capture: 'automatic',
  captureAmount: null,
  gateway: 'revio',
  attempt: 2,
  purchaseId: 'p-1',
  checkoutUrl: null,
  status: 'awaiting_payment',
  gatewayStatus: null,
  credited: null,
  fee: null,
  returned: zar(0n),
  reconciled: false,
  version: 3,
  createdAt: now,
  creditedAt: null,
  lastSyncedAt: null,
}

const paid: GatewayPurchase = {
  id: 'p-1',
  reference: `deposit-${id}-2`,
  status: 'paid',
  progress: 'paid',
  asked: { amount: 10_000n, currency: 'ZAR' },
  received: { amount: 10_000n, currency: 'ZAR', fee: 390n },
  returned: 0n,
  isReturning: false,
  isChargedBack: false,
  isTest: true,
  brand: 'our-brand',
  checkoutUrl: undefined,
}

const credited: Deposit = {
  ...asked,
  status: 'completed',
  credited: zar(10_000n),
  fee: zar(390n),
  creditedAt: now,
}

function refundOf(amount: bigint, extra: Partial<Refund> = {}): Refund {
  const penalty = zar(0n)
  return {
    id: 'r',
    kind: 'refund',
    amount: zar(amount),
    penalty,
    status: 'requested',
    holdId: null,
    reason: null,
    createdAt: now,
    sentAt: now,
    endedAt: null,
    ...extra,
  }
}

const decide = (deposit: Deposit, purchase: GatewayPurchase, refunds: readonly Refund[] = []): NextStep =>
  nextStep(deposit, refunds, purchase, { gateway, now })

it('settles what was asked for and came in, with the fee that the gateway states', () => {
  expect(decide(asked, paid)).toEqual({ step: 'settle', amount: zar(10_000n), fee: zar(390n) })
})

it('never credits where a single part differs, whatever it differs in', () => {
  const differently = fc.oneof(
    fc.bigInt({ min: 0n, max: 20_000n }).map((amount) => ({ asked: { amount, currency: 'ZAR' } })),
    fc.constantFrom('USD', 'zar', '', 'MYR').map((currency) => ({ asked: { amount: 10_000n, currency } })),
    fc
      .bigInt({ min: -1n, max: 20_000n })
      .map((amount) => ({ received: { amount, currency: 'ZAR', fee: 0n } })),
    fc.constantFrom('USD', '').map((currency) => ({ received: { amount: 10_000n, currency, fee: 0n } })),
    fc.constantFrom(-1n, 10_001n).map((fee) => ({ received: { amount: 10_000n, currency: 'ZAR', fee } })),
    fc.constant({ received: undefined }),
    fc.constant({ isTest: false }),
    fc.string().map((brand) => ({ brand })),
    fc
      .constantFrom('', 'x', `deposit-${id}-3`, `deposit-${id}`, `deposit-${id}-0`, 'deposit-other-1')
      .map((reference) => ({ reference })),
    fc.string().map((reference) => ({ reference })),
  )

  fc.assert(
    fc.property(differently, (difference) => {
      const purchase = { ...paid, ...difference }
      const isSame =
        purchase.asked.amount === 10_000n &&
        purchase.asked.currency === 'ZAR' &&
        purchase.received?.amount === 10_000n &&
        purchase.received.currency === 'ZAR'
      fc.pre(
        !(isSame && 'asked' in difference) &&
          !(isSame && 'received' in difference && purchase.received?.fee === 0n),
      )

      const next = decide(asked, purchase)

      expect(next).toMatchObject({ step: 'break', kind: 'purchase_differs' })
    }),
    { numRuns: samples({ quick: 500, long: 50_000 }) },
  )
})

it('takes a status that nobody here has met for no reason to do anything', () => {
  expect(decide(asked, { ...paid, progress: 'unclear', received: undefined })).toEqual({ step: 'nothing' })
})

it('ends a refund by what the gateway has given back, and by nothing else', () => {
  const open = refundOf(4_000n)

  expect(decide(credited, paid, [open])).toEqual({ step: 'nothing' })
  expect(decide(credited, { ...paid, returned: 4_000n }, [open])).toEqual({
    step: 'complete-refund',
    refund: open,
  })
})

it('waits a quarter of an hour for a refund of which nothing is to be seen, and longer for one that is pending', () => {
  const sentAt = new Date(now.getTime() - 15 * 60_000 - 1)
  const old = refundOf(4_000n, { sentAt })

  expect(decide(credited, paid, [old])).toEqual({ step: 'fail-refund', refund: old })
  expect(decide(credited, { ...paid, isReturning: true }, [old])).toEqual({ step: 'nothing' })
})

it('completes a refund that was given up, should it have happened after all', () => {
  const failed = refundOf(4_000n, { status: 'failed', endedAt: now })

  expect(decide(credited, { ...paid, returned: 4_000n }, [failed])).toEqual({
    step: 'complete-refund',
    refund: failed,
  })
})

it.each([
  ['more than we know of went back', { returned: 1n }],
  ['less than we know of went back', { returned: -1n }],
])('leaves it to staff when %s', (_what, difference) => {
  expect(decide(credited, { ...paid, ...difference })).toMatchObject({
    step: 'break',
    kind: 'returned_differs',
  })
})

it('books a charge-back of what is left, after giving up a refund that it overtook', () => {
  const done = refundOf(4_000n, { id: 'done', status: 'completed', endedAt: now })
  const deposit: Deposit = { ...credited, status: 'part_refunded', returned: zar(4_000n) }
  const taken = { ...paid, returned: 10_000n, isChargedBack: true }
  const open = refundOf(1_000n)

  expect(decide(deposit, taken, [done, open])).toEqual({ step: 'fail-refund', refund: open })
  expect(decide(deposit, taken, [done])).toEqual({ step: 'charge-back', amount: zar(6_000n) })
})
