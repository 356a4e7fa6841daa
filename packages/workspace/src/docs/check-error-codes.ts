import type { Finding } from '../repository/finding.ts'
import { readErrorRows } from './error-rows.ts'

/** The codes of one package by family, as its `errors/error-codes.ts` lists them. */
export interface ErrorRegistry {
  readonly package: string
  readonly codes: Readonly<Record<string, readonly string[]>>
}

export const errorPage = 'docs/reference/errors.md'

/** Every code has exactly one row, under its package and family, and every row a code. */
export function checkErrorCodes(page: string, registries: readonly ErrorRegistry[]): Finding[] {
  const rows = readErrorRows(page)
  const codes = registries.flatMap((registry) =>
    Object.entries(registry.codes).flatMap(([family, names]) =>
      names.map((code) => ({ package: registry.package, family, code })),
    ),
  )
  const isSame = (a: (typeof codes)[number], b: (typeof codes)[number]): boolean =>
    a.package === b.package && a.family === b.family && a.code === b.code

  return [
    ...codes.flatMap((code) => {
      const count = rows.filter((row) => isSame(row, code)).length
      const where = `under ${code.package}, ${code.family}`
      return count === 1
        ? []
        : [{ file: errorPage, message: `has ${count} rows for "${code.code}" ${where}. It needs one.` }]
    }),
    ...rows
      .filter((row) => !codes.some((code) => isSame(row, code)))
      .map((row) => ({
        file: errorPage,
        line: row.line,
        message: `"${row.code}" is no ${row.family} of ${row.package || 'any package'}. Correct the row, or delete it.`,
      })),
    ...rows
      .filter(({ means, remedy }) => means === '' || remedy === '')
      .map(({ code, line }) => ({
        file: errorPage,
        line,
        message: `"${code}" does not say what it means and what to do.`,
      })),
  ]
}
