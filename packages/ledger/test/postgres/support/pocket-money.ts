import { type Book, credit, currency, debit, type EntryInput, type Money } from '../../../src/index.ts'

export const zar = currency('ZAR')

/** Opens customers' accounts, each with what it is given out of an account without a floor. */
export async function openWith(book: Book, amounts: Readonly<Record<string, Money>>): Promise<void> {
  await book.accounts.open({ code: 'cash', type: 'asset', currency: 'ZAR' })
  for (const [code, amount] of Object.entries(amounts)) {
    await book.accounts.open({ code, type: 'liability', currency: 'ZAR' })
    if (amount.amount === 0n) continue
    const entries = [debit('cash', amount), credit(code, amount)]
    await book.post({ key: `fund ${code}`, kind: 'funding', entries })
  }
}

/** Value moves between two customers' accounts: the one is owed less, the other more. */
export function transfer(from: string, to: string, amount: Money): EntryInput[] {
  return [debit(from, amount), credit(to, amount)]
}
