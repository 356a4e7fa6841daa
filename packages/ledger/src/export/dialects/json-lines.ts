import type { Dialect, Facts } from '../dialect.ts'
import type { ExportedAccount } from '../records.ts'

/** One object to a line, with everything there is and amounts as they are stored: text of minor units. */
export const jsonLines: Dialect = {
  extension: 'jsonl',
  head: ({ book, from, to }) => line({ type: 'book', format: 1, book, from, to }),
  currency: (currency) => line({ type: 'currency', ...currency }),
  account: ({ code, type, currency, scale, status, opened_at }) =>
    line({ type: 'account', code, account_type: type, currency, scale, status, opened_at }),
  opening: (account, facts) => balance('opening', account.opening, account, facts.from),
  journal: (journal) => line({ type: 'journal', ...journal }),
  closing: (account, facts: Facts) => balance('closing', account.closing, account, facts.to),
}

function balance(
  type: string,
  posted: string,
  { code, currency }: ExportedAccount,
  at: string | null,
): string {
  return line({ type, account: code, currency, posted, at })
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
