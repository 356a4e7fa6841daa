import type { Json } from '../wire/wire-json.ts'
import type { Book } from './book.ts'

/** What the provider owes the merchant, per currency, as the balance endpoint tells it. */
export function wireBalances(book: Book): Json {
  const currencies = new Set(book.balances().map(({ currency }) => currency))
  return Object.fromEntries(
    [...currencies].map((currency) => {
      const [merchant, pending] = [
        book.balance('merchant', currency),
        book.balance('payouts_pending', currency),
      ]
      const fees = book.balance('fees', currency)
      const balance = {
        gross_balance: Number(merchant + pending + fees),
        balance: Number(merchant + pending),
        available_balance: Number(merchant),
        reserved: 0,
        pending_outgoing: Number(pending),
        fee_sell: Number(fees),
      }
      return [currency, balance]
    }),
  )
}
