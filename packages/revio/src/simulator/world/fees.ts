/** What the provider keeps: a part in hundredths of a percent and a fixed sum, in minor units. */
export type FeeSettings = {
  readonly purchaseBps: number
  readonly purchaseFixed: bigint
  readonly payoutFixed: bigint
}

export const defaultFees: FeeSettings = { purchaseBps: 290, purchaseFixed: 100n, payoutFixed: 500n }

/** Rounds half up, and never takes more than there is. */
export function purchaseFee(amount: bigint, fees: FeeSettings): bigint {
  const fee = (amount * BigInt(fees.purchaseBps) + 5_000n) / 10_000n + fees.purchaseFixed
  return fee > amount ? amount : fee
}
