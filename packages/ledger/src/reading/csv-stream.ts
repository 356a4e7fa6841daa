import { canonicalJson } from '../canonical-json.ts'
import { type CurrencyTable, isoCurrencies } from '../money/currency-table.ts'
import { toDecimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import { csvLine } from './csv-line.ts'
import type { Cursor } from './cursor.ts'
import type { HistoryEntry } from './history-entry.ts'
import type { HistoryPage } from './read-history.ts'
import type { Statement, StatementEntry } from './read-statement.ts'

const columns = [
  ...['recorded_at', 'effective_at', 'journal', 'kind', 'reference', 'description', 'currency'],
  ...['debit', 'credit', 'posted', 'held', 'usable', 'version', 'metadata'],
]

type Next<Page> = (after: Cursor | undefined) => Promise<Page>

/** History as CSV, page after page. Nothing is kept: it takes no more memory for a million entries than for one page. */
export async function* historyCsv(
  page: Next<HistoryPage>,
  currencies: CurrencyTable = isoCurrencies,
): AsyncGenerator<string> {
  yield csvLine(columns)
  for await (const { entries } of pages(page)) {
    if (entries.length > 0) yield entries.map((entry) => csvLine(cellsOf(entry, currencies))).join('')
  }
}

/** A statement as CSV: a line for the opening, one for each entry with the running sum, one for the closing. */
export async function* statementCsv(
  page: Next<Statement>,
  currencies: CurrencyTable = isoCurrencies,
): AsyncGenerator<string> {
  const running = (amount: Money): string => toDecimal(amount, currencies)
  const bound = (line: string, at: string | null, amount: Money): string =>
    csvLine([line, at, ...columns.slice(1).map(() => null), running(amount)])
  let last: Statement | undefined
  for await (const statement of pages(page)) {
    const { entries, from, opening } = statement
    if (last === undefined)
      yield csvLine([...['line', ...columns], 'running']) + bound('opening', from, opening)
    const lineOf = (entry: StatementEntry): string =>
      csvLine(['entry', ...cellsOf(entry, currencies), running(entry.running)])
    if (entries.length > 0) yield entries.map(lineOf).join('')
    last = statement
  }
  if (last !== undefined) yield bound('closing', last.to, last.closing)
}

async function* pages<Page extends { readonly next: Cursor | null }>(page: Next<Page>): AsyncGenerator<Page> {
  let after: Cursor | undefined
  do {
    const current: Page = await page(after)
    yield current
    after = current.next ?? undefined
  } while (after !== undefined)
}

function cellsOf(
  { side, amount, after, journal }: HistoryEntry,
  currencies: CurrencyTable,
): (string | null)[] {
  const { posted, held, usable, version } = after
  const decimal = (money: Money): string => toDecimal(money, currencies)
  return [
    ...[
      journal.recordedAt,
      journal.effectiveAt,
      journal.id,
      journal.kind,
      journal.reference,
      journal.description,
    ],
    ...[
      amount.currency,
      side === 'debit' ? decimal(amount) : null,
      side === 'credit' ? decimal(amount) : null,
    ],
    ...[decimal(posted), decimal(held), decimal(usable), String(version), canonicalJson(journal.metadata)],
  ]
}
