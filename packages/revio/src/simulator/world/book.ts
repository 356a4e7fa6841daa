/**
 * Where money is, as the provider sees it. `merchant` is what it owes us; the others are what came from, or went to,
 * somewhere else. Amounts are signed, and every journal sums to zero per currency.
 */
export type BookAccount =
  | 'payers'
  | 'merchant'
  | 'payouts_pending'
  | 'recipients'
  | 'fees'
  | 'merchant_bank'
  | 'funding'

/** What one account of the simulator gains, or loses where it is negative. */
export type BookEntry = { readonly account: BookAccount; readonly currency: string; readonly amount: bigint }

/** One movement of test money. Its entries sum to zero in each currency. */
export type BookJournal = {
  readonly atMs: number
  readonly kind: string
  /** The purchase, payout or movement behind it. */
  readonly objectId: string
  readonly entries: readonly BookEntry[]
}

/** The simulator's own book of money, kept apart from its objects: what our books are reconciled against. */
export type Book = {
  readonly journals: readonly BookJournal[]
  post(journal: BookJournal): void
  balance(account: BookAccount, currency: string): bigint
  balances(): readonly BookEntry[]
}

export function createBook(): Book {
  const journals: BookJournal[] = []
  const balances = new Map<string, BookEntry>()

  return {
    journals,
    post(journal) {
      requireBalanced(journal)
      journals.push(journal)
      for (const { account, currency, amount } of journal.entries) {
        const key = `${account}:${currency}`
        balances.set(key, { account, currency, amount: (balances.get(key)?.amount ?? 0n) + amount })
      }
    },
    balance: (account, currency) => balances.get(`${account}:${currency}`)?.amount ?? 0n,
    balances: () => [...balances.values()],
  }
}

function requireBalanced(journal: BookJournal): void {
  const sums = new Map<string, bigint>()
  for (const { currency, amount } of journal.entries) sums.set(currency, (sums.get(currency) ?? 0n) + amount)
  for (const [currency, sum] of sums) {
    if (sum !== 0n)
      throw new Error(`The ${journal.kind} of ${journal.objectId} is off by ${sum} ${currency}.`)
  }
}
