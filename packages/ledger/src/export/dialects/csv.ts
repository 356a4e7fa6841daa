import { csvLine } from '../../reading/csv-line.ts'
import { decimalText } from '../decimal-text.ts'
import type { Dialect } from '../dialect.ts'
import type { ExportedAccount } from '../records.ts'

const columns = [
  ...['recorded_at', 'effective_at', 'journal', 'kind', 'description', 'reference', 'key', 'line', 'account'],
  ...['currency', 'debit', 'credit', 'posted_after', 'version'],
]

/** One row for each entry, as RFC 4180 has it, for spreadsheets: amounts are decimals, and no cell is a formula. */
export const csv: Dialect = {
  extension: 'csv',
  head: () => row(columns),
  currency: () => '',
  account: () => '',
  opening: (account, { from }) => balanceRow('opening', from, account, account.opening),
  journal: ({ id, kind, description, reference, key, recorded_at, effective_at, entries }) =>
    entries
      .map(({ line, account, currency, scale, side, amount, posted, version }) => {
        const decimal = decimalText(BigInt(amount), scale)
        const facts = [recorded_at, effective_at, id, kind, description ?? '', reference ?? '', key]
        const sides = side === 'debit' ? [decimal, ''] : ['', decimal]
        return row([...facts, line, account, currency, ...sides, decimalText(BigInt(posted), scale), version])
      })
      .join(''),
  closing: (account, { to }) => balanceRow('closing', to, account, account.closing),
}

/** What an account had posted where the period begins or ends, in the columns that a balance has. */
function balanceRow(
  kind: 'opening' | 'closing',
  at: string | null,
  { code, currency, scale }: ExportedAccount,
  posted: string,
): string {
  const journal = [at ?? '', '', '', kind, '', '', '', '']
  return row([...journal, code, currency, '', '', decimalText(BigInt(posted), scale), ''])
}

function row(cells: readonly (string | number)[]): string {
  return csvLine(cells.map(String))
}
