import { type Book, credit, currency, debit, defineChart, type HoldId, type Money } from '@evenkeel/ledger'
import { bps, percentageOf, subtract } from '@evenkeel/ledger/money'

export const zar = currency('ZAR')

export const chart = defineChart({
  accounts: {
    bank: { path: 'bank', type: 'asset', currency: 'ZAR' },
    buyer: { path: 'buyer:{name}', type: 'liability', currency: 'ZAR' },
    seller: { path: 'seller:{name}', type: 'liability', currency: 'ZAR' },
    fees: { path: 'fees', type: 'income', currency: 'ZAR' },
  },
  flows: {
    deposit: { debit: ['bank'], credit: ['buyer'] },
    sale: { debit: ['buyer'], credit: ['seller', 'fees'] },
  },
})

export interface Order {
  readonly id: string
  readonly buyer: string
  readonly seller: string
  readonly price: Money<'ZAR'>
}

/** What a buyer pays stays held until the seller ships. Then the seller gets it, less a fee of 2.5 %. */
export class Marketplace {
  readonly #book: Book
  readonly #holds = new Map<string, HoldId>()

  constructor(book: Book) {
    this.#book = book
  }

  async deposit(id: string, name: string, amount: Money<'ZAR'>): Promise<void> {
    const [bank, buyer] = await this.#open(chart.accounts.bank(), chart.accounts.buyer({ name }))
    const entries = [debit(bank, amount), credit(buyer, amount)]
    await this.#book.post({ key: `deposit:${id}`, kind: 'deposit', entries })
  }

  async order({ id, buyer, price }: Order): Promise<void> {
    const [account] = await this.#open(chart.accounts.buyer({ name: buyer }))
    const { hold } = await this.#book.holds.place({ key: `order:${id}`, account, amount: price })
    this.#holds.set(id, hold.id)
  }

  async ship({ id, seller: name, price }: Order): Promise<void> {
    const [seller, fees] = await this.#open(chart.accounts.seller({ name }), chart.accounts.fees())
    const fee = percentageOf(price, bps(250))
    const parts = [[seller, subtract(price, fee)] as const, [fees, fee] as const]
    const to = parts.filter(([, { amount }]) => amount > 0n)
    await this.#book.holds.capture({ key: `ship:${id}`, hold: this.#holdOf(id), kind: 'sale', to })
  }

  async cancel({ id }: Order): Promise<void> {
    await this.#book.holds.void({ key: `cancel:${id}`, hold: this.#holdOf(id) })
  }

  /** What all accounts of this kind have come to. */
  async total(kind: 'bank' | 'buyer' | 'seller' | 'fees'): Promise<bigint> {
    const [total] = await this.#book.totals({ prefix: kind, depth: 1 })
    return total === undefined ? 0n : total.debit.amount + total.credit.amount
  }

  /** What this buyer can still spend. */
  async usable(name: string): Promise<bigint> {
    const [account] = await this.#open(chart.accounts.buyer({ name }))
    return (await this.#book.accounts.balance(account)).usable.amount
  }

  async #open<const Codes extends readonly string[]>(...codes: Codes): Promise<Codes> {
    for (const code of codes) await this.#book.accounts.open(code)
    return codes
  }

  #holdOf(id: string): HoldId {
    const hold = this.#holds.get(id)
    if (hold === undefined) throw new Error(`Nobody has ordered ${id}.`)
    return hold
  }
}
