export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Rows under their titles, each column as wide as its widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows]
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align = 'left' }, i) =>
        align === 'right' ? (row[i] ?? '').padStart(widths[i] ?? 0) : (row[i] ?? '').padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return `${cells.map(line).join('\n')}\n`
}
