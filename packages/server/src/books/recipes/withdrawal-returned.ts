import type { JournalId, ReverseJournal } from '@evenkeel/ledger'

/** A payout that had arrived came back: what it moved, our fee included, is moved back. */
export function withdrawalReturned({
  withdrawal,
  journal,
}: {
  readonly withdrawal: string
  readonly journal: JournalId | string
}): ReverseJournal {
  return { key: `withdrawal:${withdrawal}:returned`, reference: `withdrawal:${withdrawal}:returned`, journal }
}

/** What the gateway kept for a payout that came back comes back as well. */
export function payoutChargeReturned({
  withdrawal,
  journal,
}: {
  readonly withdrawal: string
  readonly journal: JournalId | string
}): ReverseJournal {
  return {
    key: `withdrawal:${withdrawal}:charge-returned`,
    reference: `withdrawal:${withdrawal}:charge-returned`,
    journal,
  }
}
