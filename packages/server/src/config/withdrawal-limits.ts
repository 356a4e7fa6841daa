import type { Money } from '@evenkeel/ledger'
import { fromDecimal } from '@evenkeel/ledger/money'
import { type AmountRange, type CurrencyLimits, currencyLimits } from './currency-limits.ts'

/** What an owner may take out in one currency, and from where on somebody looks at it. */
export interface WithdrawalLimit extends AmountRange {
  /** Ours, for each withdrawal. */
  readonly fee: Money
  /** In any 24 hours; what was rejected, cancelled or failed does not count. */
  readonly daily: Money
  /** A code of the second factor is asked for above it. */
  readonly secondFactorAbove: Money
  /** Two people have to approve above it. */
  readonly twoApproversAbove: Money
  /** Nobody has to approve up to it, where nothing is flagged. */
  readonly automaticUpTo: Money
  /** An amount is unusual above it, if it is also so many times the usual one. */
  readonly unusualAbove: Money
  readonly unusualTimes: number
  /** How many may be open at once. */
  readonly pending: number
  /** Staff are told at so many requests in one hour. */
  readonly alertAt: number
}

/** The limits by currency. Nothing can be withdrawn in a currency without them. */
export type WithdrawalLimits = CurrencyLimits<WithdrawalLimit>

const amounts = {
  least: '10.00',
  most: '5000.00',
  fee: '1.00',
  daily: '10000.00',
  'second-factor-above': '1000.00',
  'two-approvers-above': '2500.00',
  'automatic-up-to': '0.00',
  'unusual-above': '500.00',
} as const

const counts = { 'unusual-times': '3', pending: '3', 'alert-at': '5' } as const

/** `ZAR most=5000.00 daily=10000.00; MYR fee=2.00`. What is not named is the usual, which has two decimals. */
export function withdrawalLimits() {
  return currencyLimits('ZAR', { separator: ';', read: readLimit })
}

function readLimit(entry: string): WithdrawalLimit | undefined {
  const [currency = '', ...pairs] = entry.split(/\s+/)
  const given = new Map(
    pairs.map((pair) => pair.split('=', 2)).map(([name = '', value = '']) => [name, value]),
  )
  const known = new Set<string>([...Object.keys(amounts), ...Object.keys(counts)])
  if (given.size !== pairs.length || [...given.keys()].some((name) => !known.has(name))) return undefined

  const amount = (name: keyof typeof amounts): Money =>
    fromDecimal(given.get(name) ?? amounts[name], currency)
  const count = (name: keyof typeof counts): number => Number(given.get(name) ?? counts[name])
  if (Object.keys(counts).some((name) => !/^[1-9]\d{0,3}$/.test(given.get(name) ?? '1'))) return undefined
  const limit: WithdrawalLimit = {
    least: amount('least'),
    most: amount('most'),
    fee: amount('fee'),
    daily: amount('daily'),
    secondFactorAbove: amount('second-factor-above'),
    twoApproversAbove: amount('two-approvers-above'),
    automaticUpTo: amount('automatic-up-to'),
    unusualAbove: amount('unusual-above'),
    unusualTimes: count('unusual-times'),
    pending: count('pending'),
    alertAt: count('alert-at'),
  }
  const isNegative = Object.values(limit).some((value) => typeof value === 'object' && value.amount < 0n)
  return isNegative ? undefined : limit
}
