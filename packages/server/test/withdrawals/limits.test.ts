import { money } from '@evenkeel/ledger/money'
import { samples } from '@evenkeel/test-support'
import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { withdrawalLimits } from '../../src/config/withdrawal-limits.ts'
import { approvalsNeeded, flagsOf, type Lately, refusalOf } from '../../src/withdrawals/limits.ts'
import { suspicionsOf } from '../../src/withdrawals/suspicions.ts'
import { readReference, referenceOf } from '../../src/withdrawals/withdrawal.ts'

const zar = (amount: bigint) => money(amount, 'ZAR')
const limit = limitOf('ZAR')
const quiet: Lately = { open: 0, daySum: zar(0n), hourCount: 0, usual: undefined, isKnownDestination: true }

function limitOf(text: string) {
  const found = withdrawalLimits().parse(text).of('ZAR')
  if (found === undefined) throw new Error('There are no limits.')
  return found
}

it('has the usual limits where nothing is named, and others where it is', () => {
  const limits = withdrawalLimits().parse('ZAR; MYR most=1.00 least=0.50 pending=7')

  expect(limits.currencies).toEqual(['ZAR', 'MYR'])
  expect(limit).toMatchObject({
    least: zar(1_000n),
    most: zar(500_000n),
    fee: zar(100n),
    daily: zar(1_000_000n),
    secondFactorAbove: zar(100_000n),
    twoApproversAbove: zar(250_000n),
    automaticUpTo: zar(0n),
    unusualAbove: zar(50_000n),
    unusualTimes: 3,
    pending: 3,
    alertAt: 5,
  })
  expect(limits.of('MYR')).toMatchObject({ most: money(100n, 'MYR'), pending: 7 })
  expect(limits.of('EUR')).toBeUndefined()
})

it.each([
  '',
  'ZAR ZAR',
  'ZAR; ZAR',
  'ZAR most=1.00',
  'ZAR most=ten',
  'ZAR most=-5.00',
  'ZAR fee=-1.00',
  'ZAR most=5000.00 most=1.00',
  'ZAR pending=0',
  'ZAR nonsense=1',
  'JPY',
  'XXY',
])('refuses the limits "%s"', (text) => {
  expect(withdrawalLimits().safeParse(text).success).toBe(false)
})

property.prop([fc.bigInt({ min: 1n, max: 2_000_000n }), fc.bigInt({ min: 0n, max: 2_000_000n }), fc.nat(6)], {
  numRuns: samples({ quick: 200, long: 2_000 }),
})('takes on exactly what is within every limit', (amount, daySum, open) => {
  const refusal = refusalOf(zar(amount), { ...quiet, daySum: zar(daySum), open }, limit)

  const isWithin = amount >= 1_000n && amount <= 500_000n && open < 3 && daySum + amount <= 1_000_000n
  expect(refusal === undefined).toBe(isWithin)
  if (refusal?.code === 'daily_limit_exceeded') {
    expect(refusal.left.amount).toBe(daySum > 1_000_000n ? 0n : 1_000_000n - daySum)
  }
})

it('calls an amount unusual above three times the usual one and above 500.00, and none without a history', () => {
  const flags = (amount: bigint, usual: bigint | undefined) =>
    flagsOf(zar(amount), { ...quiet, usual: usual === undefined ? undefined : zar(usual) }, limit)

  expect(flags(50_001n, 16_667n)).toEqual([])
  expect(flags(50_001n, 16_666n)).toEqual(['unusual_amount'])
  expect(flags(50_000n, 1_000n)).toEqual([])
  expect(flags(500_000n, undefined)).toEqual([])
})

it('needs nobody up to the automatic limit where nothing is flagged, two above the other, else one', () => {
  const automatic = limitOf('ZAR automatic-up-to=100.00')

  expect(approvalsNeeded(zar(10_000n), [], automatic)).toBe(0)
  expect(approvalsNeeded(zar(10_001n), [], automatic)).toBe(1)
  expect(approvalsNeeded(zar(10_000n), ['new_destination'], automatic)).toBe(1)
  expect(approvalsNeeded(zar(1_000n), [], limit)).toBe(1)
  expect(approvalsNeeded(zar(250_000n), [], limit)).toBe(1)
  expect(approvalsNeeded(zar(250_001n), [], limit)).toBe(2)
})

it('suspects a day by its sum, its busiest hour, and its unusual amounts', () => {
  const waiting = [
    { id: 'a', amount: zar(60_000n) },
    { id: 'b', amount: zar(1_000n) },
  ]
  const day = {
    tenantId: 1,
    userId: 'u',
    currency: 'ZAR',
    sum: zar(61_000n),
    busiestHour: 4,
    usual: zar(20_000n),
    waiting,
  }

  expect(suspicionsOf(day, limit)).toEqual([])
  expect(suspicionsOf({ ...day, sum: zar(1_000_001n), busiestHour: 5, usual: zar(19_999n) }, limit)).toEqual([
    { rule: 'daily_total', withdrawals: ['a', 'b'] },
    { rule: 'velocity', withdrawals: ['a', 'b'] },
    { rule: 'unusual_amount', withdrawals: ['a'] },
  ])
})

property.prop([fc.uuid(), fc.integer({ min: 1, max: 4 })])(
  'reads its own references, and no others',
  (withdrawalId, attempt) => {
    const reference = referenceOf({ withdrawalId, attempt })

    expect(readReference(reference)).toEqual({ withdrawalId, attempt })
    expect(readReference(`${reference}0`)).toBeUndefined()
    expect(readReference(reference.replace('withdrawal', 'deposit'))).toBeUndefined()
  },
)
