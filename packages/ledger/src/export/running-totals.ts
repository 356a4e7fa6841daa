import { signedByType } from './decimal-text.ts'
import type { Sums } from './export-store.ts'
import type { CurrencyTotal } from './manifest.ts'
import type { ExportedAccount, ExportedJournal } from './records.ts'

/** Adds up what is written, so that the sums can be held against those that PostgreSQL makes of the rows. */
export class RunningTotals {
  accounts = 0
  journals = 0
  entries = 0
  readonly #sides = new Map<string, { debit: bigint; credit: bigint }>()
  readonly #opening = new Map<string, bigint>()
  readonly #closing = new Map<string, bigint>()

  addAccount(): void {
    this.accounts += 1
  }

  addOpening(account: ExportedAccount): void {
    add(this.#opening, account.currency, signedByType(account.opening, account.type))
  }

  addClosing(account: ExportedAccount): void {
    add(this.#closing, account.currency, signedByType(account.closing, account.type))
  }

  addJournal({ entries }: ExportedJournal): void {
    this.journals += 1
    this.entries += entries.length
    for (const { currency, side, amount } of entries) {
      const sides = this.#sides.get(currency) ?? { debit: 0n, credit: 0n }
      sides[side] += BigInt(amount)
      this.#sides.set(currency, sides)
    }
  }

  byCurrency(): CurrencyTotal[] {
    return [...this.#sides]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { debit, credit }]) => ({ currency, debit: String(debit), credit: String(credit) }))
  }

  /** Everything in which the totals contradict each other, in words. */
  disagreements(sums: Sums): string[] {
    const said: string[] = []
    const same = (what: string, written: unknown, kept: unknown): void => {
      if (String(written) !== String(kept)) said.push(`${what}: ${written} written, ${kept} in the book`)
    }
    same('journals', this.journals, sums.journals)
    same('entries', this.entries, sums.entries)
    const written = new Map(this.byCurrency().map((total) => [total.currency, total]))
    for (const { currency, debit, credit } of sums.totals) {
      same(`debits in ${currency}`, written.get(currency)?.debit, debit)
      same(`credits in ${currency}`, written.get(currency)?.credit, credit)
      if (debit !== credit) said.push(`debits in ${currency} are ${debit} and credits ${credit}`)
    }
    for (const [name, balances] of [
      ['opening', this.#opening] as const,
      ['closing', this.#closing] as const,
    ]) {
      for (const [currency, sum] of balances) {
        if (sum !== 0n) said.push(`the ${name} balances in ${currency} add up to ${sum}`)
      }
    }
    return said
  }
}

function add(sums: Map<string, bigint>, currency: string, amount: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + amount)
}
