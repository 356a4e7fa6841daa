import type { Dialect } from '../dialect.ts'
import { beancount } from './beancount.ts'
import { csv } from './csv.ts'
import { hledger } from './hledger.ts'
import { jsonLines } from './json-lines.ts'
import { ledgerCli } from './ledger-cli.ts'

export const dialects = {
  hledger,
  beancount,
  ledger: ledgerCli,
  csv,
  jsonl: jsonLines,
} as const satisfies Readonly<Record<string, Dialect>>

/** The languages that books are exported in. */
export type ExportFormat = keyof typeof dialects

/** Whether a text names one of them. */
export function isExportFormat(name: string): name is ExportFormat {
  return Object.hasOwn(dialects, name)
}
