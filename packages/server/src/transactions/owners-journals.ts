import type { Book } from '@evenkeel/ledger'
import { showMoney } from '../contract/money.ts'
import type { TransactionDetail } from '../contract/transactions.ts'

/** The journals of a transaction as its owner may see them: their own accounts, and none of the house. */
export async function readOwnersJournals(
  book: Book,
  userId: string,
  ids: readonly string[],
): Promise<TransactionDetail['journals']> {
  const journals = await Promise.all(ids.map((id) => book.journal(id)))
  const own = [`user:${userId}:`, `receivable:${userId}:`]
  return journals.map(({ id, kind, recordedAt, entries }) => ({
    id,
    kind,
    recorded_at: recordedAt,
    entries: entries
      .filter(({ account }) => own.some((prefix) => account.startsWith(prefix)))
      .map(({ account, side, amount }) => ({ account, side, amount: showMoney(amount) })),
  }))
}
