import type { Gateway, GatewayPurchase } from '../gateways/gateway.ts'
import { type Deposit, readReference } from './deposit.ts'

/** What our side says and what the gateway says, by the name of what differs. */
export interface Difference {
  readonly expected: Readonly<Record<string, string>>
  readonly found: Readonly<Record<string, string>>
}

/**
 * Whether a purchase is the one we asked for, in everything that money depends on. Nothing is credited where a single
 * part differs: a signature proves who speaks, not what we agreed.
 */
export function comparePurchase(
  deposit: Deposit,
  purchase: GatewayPurchase,
  { brand, isTest }: Pick<Gateway, 'brand' | 'isTest'>,
): Difference | undefined {
  const { received, asked } = purchase
  const { amount, currency } = deposit.amount
  const due = deposit.captureAmount?.amount ?? amount
  const reference = readReference(purchase.reference)
  const isOurs = reference?.id === deposit.id && reference.attempt <= deposit.attempt

  const facts: readonly (readonly [name: string, expected: string, found: string])[] = [
    ['brand', brand, purchase.brand],
    ['mode', modeOf(isTest), modeOf(purchase.isTest)],
    ['reference', 'ours', isOurs ? 'ours' : `not ours: ${purchase.reference}`],
    ['amount', String(amount), String(asked.amount)],
    ['currency', currency, asked.currency],
    // What was credited once is no longer compared with what was asked: it is in the books.
    ...(purchase.progress === 'paid'
      ? ([
          ['received', String(deposit.credited?.amount ?? due), String(received?.amount ?? 'nothing')],
          ['received_currency', currency, received?.currency ?? 'none'],
          ['fee', 'at most the amount', isFeeSound(received) ? 'at most the amount' : String(received?.fee)],
        ] as const)
      : []),
  ]
  const differing = facts.filter(([, expected, found]) => expected !== found)
  if (differing.length === 0) return undefined
  return {
    expected: Object.fromEntries(differing.map(([name, expected]) => [name, expected])),
    found: Object.fromEntries(differing.map(([name, , found]) => [name, found])),
  }
}

function isFeeSound(received: GatewayPurchase['received']): boolean {
  return received === undefined || (received.fee >= 0n && received.fee <= received.amount)
}

const modeOf = (isTest: boolean): string => (isTest ? 'test' : 'live')
