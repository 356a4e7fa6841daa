import type { ExportFormat } from './dialects/index.ts'

/** What an export holds, for whoever receives it: enough to see that nothing of it is missing or was changed. */
export interface Manifest {
  readonly format: ExportFormat
  readonly book: string
  /** The period by the moment of recording; null is without end. */
  readonly from: string | null
  readonly to: string | null
  /** The moment of the one snapshot that it was read in. */
  readonly at: string
  readonly accounts: number
  readonly journals: number
  readonly entries: number
  /** In minor units, by currency. In each the two are equal. */
  readonly totals: readonly CurrencyTotal[]
  /** The last batch of the feed that it holds something of. */
  readonly lastBatch: string | null
  /** Of the text as UTF-8. */
  readonly bytes: number
  readonly sha256: string
}

/** All debits and all credits of one currency in the export: equal, or the export is refused. */
export interface CurrencyTotal {
  readonly currency: string
  readonly debit: string
  readonly credit: string
}
