import { binaryArray, type ColumnType, type ColumnValue } from './binary-array.ts'
import type { FlightValue } from './sql-connection.ts'

/** The columns of rows that are sent to a statement, in their order, with their types. */
export type Columns = Readonly<Record<string, ColumnType>>

/** A row by the names of its columns. What is JSON in PostgreSQL is a value here. */
export type Row = Readonly<Record<string, unknown>>

/** A FROM item that takes rows from one parameter of JSON text, which every driver can carry. */
export function fromJson(parameter: string, alias: string, columns: Columns): string {
  const defined = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  return `json_to_recordset(${parameter}::text::json) AS ${alias} (\n    ${defined.join(', ')}\n  )`
}

/** A FROM item that takes the same rows from arrays, one for each column, in parameters from `first` on. */
export function fromArrays(first: number, alias: string, columns: Columns): string {
  return `unnest(\n    ${arrays(first, columns)}\n  ) AS ${alias} (${Object.keys(columns).join(', ')})`
}

/** The parameters of those arrays. */
export function arrays(first: number, columns: Columns): string {
  return Object.values(columns)
    .map((type, index) => `$${first + index}::${type}[]`)
    .join(', ')
}

/** The values of those parameters. */
export function toArrays(columns: Columns, rows: readonly Row[]): FlightValue[] {
  return Object.entries(columns).map(([name, type]) =>
    binaryArray(
      type,
      rows.map((row) => toColumnValue(type, row[name])),
    ),
  )
}

function toColumnValue(type: ColumnType, value: unknown): ColumnValue {
  if (value === null || value === undefined) return null
  if (type === 'jsonb') return JSON.stringify(value)
  return typeof value === 'number' ? value : String(value)
}
