import type { Money } from '@evenkeel/ledger'

export type DepositStatus =
  | 'created'
  | 'awaiting_payment'
  | 'authorized'
  | 'completed'
  | 'part_refunded'
  | 'refunded'
  | 'charged_back'
  | 'failed'
  | 'expired'

/** Value that an owner pays in. */
export interface Deposit {
  readonly id: string
  readonly tenantId: number
  /** The tenant's code, which is the name of its book. */
  readonly tenant: string
  readonly userId: string
  readonly userMail: string
  readonly userName: string
  readonly amount: Money
  readonly capture: 'automatic' | 'manual'
  /** What staff asked to capture. */
  readonly captureAmount: Money | null
  readonly gateway: string
  readonly attempt: number
  readonly purchaseId: string | null
  readonly checkoutUrl: string | null
  readonly status: DepositStatus
  readonly gatewayStatus: string | null
  readonly credited: Money | null
  readonly fee: Money | null
  /** What of it the owner has lost again, penalties included. */
  readonly returned: Money
  readonly reconciled: boolean
  readonly version: number
  readonly createdAt: Date
  readonly creditedAt: Date | null
  readonly lastSyncedAt: Date | null
}

/** What went back of a deposit, or is about to. */
export interface Refund {
  readonly id: string
  readonly kind: 'refund' | 'charge_back'
  /** What the owner loses. */
  readonly amount: Money
  /** The part of it that stays with us. */
  readonly penalty: Money
  readonly status: 'requested' | 'completed' | 'failed'
  readonly holdId: string | null
  readonly reason: string | null
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly endedAt: Date | null
}

/** Our name for one attempt at a purchase. The gateway gives it back with everything it says of it. */
export function referenceOf({ id, attempt }: Pick<Deposit, 'id' | 'attempt'>): string {
  return `deposit-${id}-${attempt}`
}

/** The deposit and the attempt that a reference names; nothing where it is not of our making. */
export function readReference(reference: string): { id: string; attempt: number } | undefined {
  const [, id, attempt] =
    /^deposit-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,3})$/.exec(reference) ?? []
  return id === undefined ? undefined : { id, attempt: Number(attempt) }
}
