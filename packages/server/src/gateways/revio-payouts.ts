import { type Payout, type PayoutStatus, type RevioClient, RevioRefusalError } from '@evenkeel/revio'
import { outcomeOf } from './outcome-of.ts'
import type { GatewayPayout, PayoutGateway, PayoutProgress } from './payout-gateway.ts'

/** Payouts by Revio, to bank accounts. */
export function createRevioPayouts({ payouts }: Pick<RevioClient, 'payouts'>): PayoutGateway {
  return {
    async create({ reference, amount, recipient, description }) {
      const created = await payouts.create({
        reference,
        amount,
        recipient: {
          email: recipient.mail,
          fullName: recipient.holder.slice(0, 128),
          bankAccount: recipient.accountNumber,
          bankCode: recipient.bankName,
        },
        description,
      })
      return outcomeOf(created, toGatewayPayout)
    },
    async status(id) {
      try {
        return toGatewayPayout(await payouts.get(id))
      } catch (error) {
        if (error instanceof RevioRefusalError && error.status === 404) return undefined
        throw error
      }
    },
    execute: async ({ id, executionUrl = null }) =>
      outcomeOf(await payouts.execute({ id, executionUrl }), toGatewayPayout),
  }
}

/** Exported for its test: the table of what each status means is where money would be misread. */
export function toGatewayPayout(payout: Payout): GatewayPayout {
  const { id, reference, status, amount, payment, isTest, brandId, executionUrl } = payout
  return {
    id,
    reference,
    status,
    progress: progress.get(status) ?? 'unclear',
    amount,
    fee: payment.fee?.amount ?? 0n,
    isTest,
    brand: brandId,
    executionUrl: executionUrl ?? undefined,
  }
}

const known: readonly (readonly [PayoutStatus, PayoutProgress])[] = [
  ['initialized', 'created'],
  ['pending', 'sending'],
  // In the platform's prose only: the bank has it, and `success` follows.
  ['executed', 'sending'],
  ['success', 'paid'],
  ['error', 'failed'],
]
const progress: ReadonlyMap<string, PayoutProgress> = new Map(known)
