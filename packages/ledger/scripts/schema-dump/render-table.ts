import type { Column } from './catalog/columns.ts'
import type { Constraint } from './catalog/constraints.ts'
import type { Table } from './catalog/tables.ts'

/** A CREATE TABLE with its columns under each other and its constraints below them. */
export function renderTable(
  { page, create, partitionOf, tail }: Table,
  columns: readonly Column[],
  constraints: readonly Constraint[],
): string {
  const nameWidth = widest(columns.map((column) => column.name))
  const typeWidth = widest(columns.map((column) => column.type))
  const columnLines = columns.map(({ name, type, rest }) =>
    `${name.padEnd(nameWidth)} ${type.padEnd(typeWidth)} ${rest}`.trimEnd(),
  )
  const constraintLines = constraints.map(({ name, definition }) => `CONSTRAINT ${name} ${definition}`)

  const groups = [columnLines, constraintLines].filter((lines) => lines.length > 0)
  // PARTITION OF takes no empty brackets, and an ordinary table needs them.
  if (groups.length === 0) return `${create} ${page}${partitionOf}${partitionOf ? '' : ' ()'}${tail}`
  const body = groups.map((lines) => lines.map((line) => `  ${line}`).join(',\n')).join(',\n\n')
  return `${create} ${page}${partitionOf} (\n${body}\n)${tail}`
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
