import type { HoldId, VoidHold } from '@evenkeel/ledger'

/** The payout is known not to have happened, or nobody wants it any more: what was held can be used again. */
export function withdrawalFailed({
  withdrawal,
  hold,
}: {
  readonly withdrawal: string
  readonly hold: HoldId
}): VoidHold {
  return { key: `withdrawal:${withdrawal}:freed`, hold }
}
