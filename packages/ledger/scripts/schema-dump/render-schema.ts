import type { Page, Statement } from './catalog/select.ts'
import type { Catalog } from './read-catalog.ts'
import { renderTable } from './render-table.ts'

/** The schema as a text to read from top to bottom: what others are made of comes first. Pure. */
export function renderSchema(catalog: Catalog): string {
  const { schema, tableParts, comments, grants } = catalog
  const tables = catalog.tables.map(
    (table): Page => ({
      page: table.page,
      sql: renderTable(table, on(catalog.columns, table), on(catalog.constraints, table)),
    }),
  )
  const pages = [
    { page: schema, sql: `CREATE SCHEMA ${schema}` },
    ...catalog.types,
    ...catalog.sequences.filter(({ sql }) => !isTied(sql)),
    ...catalog.functions,
    ...tables,
    ...catalog.sequences.filter(({ sql }) => isTied(sql)),
    ...catalog.views,
  ]
  const shown = new Set(pages.map(({ page }) => page))
  // An identity's sequence has no page of its own, but its rights and comments still count.
  const leftovers = [...comments, ...grants].filter(({ page }) => !shown.has(page))

  const texts = pages.map((page) =>
    [page, ...on(tableParts, page), ...on(comments, page), ...on(grants, page)].map(render).join(''),
  )
  return [...texts, leftovers.map(render).join('')].filter((text) => text !== '').join('\n\n')
}

/** A sequence that names its table can only follow it. */
function isTied(sql: string): boolean {
  return sql.startsWith('ALTER SEQUENCE') || sql.includes(' OWNED BY ')
}

function on<Part extends { readonly page: string }>(
  parts: readonly Part[],
  { page }: { readonly page: string },
): Part[] {
  return parts.filter((part) => part.page === page)
}

function render({ sql }: Statement): string {
  return `${sql};\n`
}
