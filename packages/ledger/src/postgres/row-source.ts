import { binaryArray, type ColumnType, type ColumnValue } from './binary-array.ts'
import type { FlightValue } from './sql-connection.ts'

/** The columns of rows that are sent to a statement, in their order, with their types. */
export type Columns = Readonly<Record<string, ColumnType>>

/** A row by the names of its columns. What is JSON in PostgreSQL is a value here. */
export type Row = Readonly<Record<string, unknown>>

/** Rows, and what the SQL that takes them calls one. */
export interface Rows {
  readonly alias: string
  readonly columns: Columns
  readonly rows: readonly Row[]
}

/**
 * Adds rows to the values of a statement, and answers with the FROM item that takes them: from arrays in binary form, one
 * for each column, where these can be sent, and from JSON text elsewhere. From arrays they cost the server a third.
 */
export function rowsIn(values: FlightValue[], rows: Rows, { carryBytes }: { carryBytes: boolean }): string {
  return carryBytes ? rowsInArrays(values, rows) : rowsInJson(values, rows)
}

function rowsInArrays(values: FlightValue[], { alias, columns, rows }: Rows): string {
  const parameters = arraysIn(values, { columns, rows })
  return `unnest(\n    ${parameters.join(', ')}\n  ) AS ${alias} (${Object.keys(columns).join(', ')})`
}

function rowsInJson(values: FlightValue[], { alias, columns, rows }: Rows): string {
  const defined = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  const parameter = `$${values.push(JSON.stringify(rows))}`
  return `json_to_recordset(${parameter}::text::json) AS ${alias} (\n    ${defined.join(', ')}\n  )`
}

/** Adds rows as arrays, and answers with their parameters. */
export function arraysIn(values: FlightValue[], { columns, rows }: Omit<Rows, 'alias'>): string[] {
  return Object.entries(columns).map(([name, type]) => {
    const column = rows.map((row) => toColumnValue(type, row[name]))
    return `$${values.push(binaryArray(type, column))}::${type}[]`
  })
}

function toColumnValue(type: ColumnType, value: unknown): ColumnValue {
  if (value === null || value === undefined) return null
  if (type === 'jsonb') return JSON.stringify(value)
  return typeof value === 'number' ? value : String(value)
}
