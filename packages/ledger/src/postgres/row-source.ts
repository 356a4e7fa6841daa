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

/**
 * What no row has is not sent: a journal has no business time of its own as a rule, and each column costs its share. That makes a few
 * more statements to prepare. The first column is always sent, for it tells how many rows there are.
 */
function rowsInArrays(values: FlightValue[], { alias, columns }: Rows): string {
  const items = columns.map((column, i) => {
    const { name, type } = column
    const its = column.values()
    const isSent = i === 0 || its.some((value) => value !== null && value !== undefined)
    return `${isSent ? `unnest(${arrayIn(values, type, its)})` : `NULL::${type}`} AS ${name}`
  })
  return `(\n    SELECT\n      ${items.join(',\n      ')}\n  ) AS ${alias}`
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
  return columns.map((column) => arrayIn(values, column.type, column.values()))
}

function arrayIn(values: FlightValue[], type: ColumnType, its: readonly unknown[]): string {
  const items = its.map((value) => toColumnValue(type, value))
  return `$${values.push(binaryArray(type, items))}::${type}[]`
}

function toColumnValue(type: ColumnType, value: unknown): ColumnValue {
  if (typeof value === 'string' && type !== 'jsonb') return value
  if (value === null || value === undefined) return null
  if (type === 'jsonb') return JSON.stringify(value)
  return typeof value === 'number' ? value : String(value)
}

/** JSON has no number that is exact beyond 2^53. */
const inJson = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
