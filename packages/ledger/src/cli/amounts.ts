import type { Money } from '../money/money.ts'

/** Writes amounts for people: `100.00 ZAR`. */
export class Amounts {
  readonly #scales: ReadonlyMap<string, number>

  constructor(scales: ReadonlyMap<string, number>) {
    this.#scales = scales
  }

  /** The number alone, with every digit of its currency. */
  decimal({ amount, currency }: Money): string {
    const scale = this.#scales.get(currency) ?? 0
    const digits = String(amount < 0n ? -amount : amount).padStart(scale + 1, '0')
    const point = scale === 0 ? '' : `.${digits.slice(-scale)}`
    return `${amount < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${point}`
  }

  say(money: Money): string {
    return `${this.decimal(money)} ${money.currency}`
  }

  /** As programs get it: minor units as text, and the decimal for whoever shows it. */
  json(money: Money): { readonly amount: string; readonly currency: string; readonly decimal: string } {
    return { amount: String(money.amount), currency: money.currency, decimal: this.decimal(money) }
  }
}
