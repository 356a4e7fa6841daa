import { nothingYet } from '../balance-as-of.ts'
import type { Totals } from '../readings.ts'

/** Totals as JSON; null where there was nothing to find. */
export function totalsJson(alias: string): string {
  return `CASE WHEN ${alias}.version IS NOT NULL THEN json_build_object(
    'posted', ${alias}.posted::text, 'held', ${alias}.held::text, 'version', ${alias}.version
  ) END`
}

export interface TotalsRow {
  readonly posted: string
  readonly held: string
  readonly version: number
}

/** Totals of a row; where there is none, nothing had happened yet. */
export function toTotals(row: TotalsRow | null): Totals {
  if (row === null) return nothingYet
  return { posted: BigInt(row.posted), held: BigInt(row.held), version: row.version }
}
