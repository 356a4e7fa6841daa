import type { Side } from '../accounts/account.ts'
import { InvalidInputError } from '../errors/index.ts'
import type { Money } from '../money/money.ts'

/** Refuses entries that are no journal: in some currency the debits are not the credits. */
export function checkBalanced(entries: readonly { readonly side: Side; readonly amount: Money }[]): void {
  const sums = new Map<string, { debit: bigint; credit: bigint }>()
  for (const { side, amount } of entries) {
    const sum = sums.get(amount.currency) ?? { debit: 0n, credit: 0n }
    sum[side] += amount.amount
    sums.set(amount.currency, sum)
  }
  for (const [currency, { debit, credit }] of sums) {
    if (debit === credit) continue
    throw new InvalidInputError(
      'journal_unbalanced',
      `The entries do not balance: ${debit} minor units of ${currency} are debited and ${credit} credited.`,
      { currency, debit: String(debit), credit: String(credit) },
    )
  }
}
