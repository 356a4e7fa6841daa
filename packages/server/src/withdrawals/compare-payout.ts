import type { Gateway } from '../gateways/gateway.ts'
import type { GatewayPayout } from '../gateways/payout-gateway.ts'
import { type Payout, referenceOf, type Withdrawal } from './withdrawal.ts'

/** What our side says and what the gateway says, by the name of what differs. */
export interface Difference {
  readonly expected: Readonly<Record<string, string>>
  readonly found: Readonly<Record<string, string>>
}

/**
 * Whether a payout is the one we asked for, in everything that money depends on. Nothing is posted where a single part
 * differs.
 */
export function comparePayout(
  { amount }: Withdrawal,
  payout: Payout,
  told: GatewayPayout,
  { brand, isTest }: Pick<Gateway, 'brand' | 'isTest'>,
): Difference | undefined {
  const facts: readonly (readonly [name: string, expected: string, found: string])[] = [
    ['brand', brand, told.brand],
    ['mode', modeOf(isTest), modeOf(told.isTest)],
    ['reference', referenceOf(payout), told.reference],
    ['amount', String(amount.amount), String(told.amount.amount)],
    ['currency', amount.currency, told.amount.currency],
    ['fee', 'not negative', told.fee >= 0n ? 'not negative' : String(told.fee)],
  ]
  const differing = facts.filter(([, expected, found]) => expected !== found)
  if (differing.length === 0) return undefined
  return {
    expected: Object.fromEntries(differing.map(([name, expected]) => [name, expected])),
    found: Object.fromEntries(differing.map(([name, , found]) => [name, found])),
  }
}

const modeOf = (isTest: boolean): string => (isTest ? 'test' : 'live')
