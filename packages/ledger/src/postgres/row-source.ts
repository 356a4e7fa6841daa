import { binaryArray, type ColumnType, type ColumnValue } from './binary-array.ts'
import type { FlightValue } from './sql-connection.ts'

/** The columns that rows are sent in, in their order: of which type each is, and what it has of a row. */
export type Columns<Row> = Readonly<Record<string, Column<Row>>>

type Column<Row> = readonly [type: ColumnType, of: (row: Row) => unknown]

/** Rows by their columns, and what the SQL that takes them calls one. What is JSON in PostgreSQL is a value here. */
export interface Rows {
  readonly alias: string
  readonly count: number
  readonly columns: readonly SentColumn[]
}

interface SentColumn {
  readonly name: string
  readonly type: ColumnType
  values(): readonly unknown[]
}

/** Rows to be sent under a name. Nothing is read from them before it is known in which form. */
export function rowsAs<Row>(alias: string, columns: Columns<Row>, rows: readonly Row[]): Rows {
  const sent = Object.entries(columns).map(([name, [type, of]]) => ({
    name,
    type,
    values: () => rows.map(of),
  }))
  return { alias, count: rows.length, columns: sent }
}

/**
 * Adds rows to the values of a statement, and answers with the FROM item that takes them: from arrays in binary form, one
 * for each column, where these can be sent, and from JSON text elsewhere. From arrays they cost the server a third.
 */
export function rowsIn(values: FlightValue[], rows: Rows, { carryBytes }: { carryBytes: boolean }): string {
  return carryBytes ? rowsInArrays(values, rows) : rowsInJson(values, rows)
}

function rowsInArrays(values: FlightValue[], rows: Rows): string {
  const names = rows.columns.map(({ name }) => name)
  return `unnest(\n    ${arraysIn(values, rows).join(', ')}\n  ) AS ${rows.alias} (${names.join(', ')})`
}

function rowsInJson(values: FlightValue[], { alias, count, columns }: Rows): string {
  const defined = columns.map(({ name, type }) => `${name} ${type}`)
  const read = columns.map((column) => ({ name: column.name, values: column.values() }))
  const rows = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(read.map(({ name, values }) => [name, inJson(values[i])])),
  )
  return `json_to_recordset($${values.push(JSON.stringify(rows))}::text::json) AS ${alias} (\n    ${defined.join(', ')}\n  )`
}

/** Adds rows as arrays, and answers with their parameters. */
export function arraysIn(values: FlightValue[], { columns }: Rows): string[] {
  return columns.map((column) => {
    const { type } = column
    const items = column.values().map((value) => toColumnValue(type, value))
    return `$${values.push(binaryArray(type, items))}::${type}[]`
  })
}

function toColumnValue(type: ColumnType, value: unknown): ColumnValue {
  if (typeof value === 'string' && type !== 'jsonb') return value
  if (value === null || value === undefined) return null
  if (type === 'jsonb') return JSON.stringify(value)
  return typeof value === 'number' ? value : String(value)
}

/** JSON has no number that is exact beyond 2^53. */
const inJson = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
