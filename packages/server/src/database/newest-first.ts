import { type RawBuilder, sql } from 'kysely'
import type { Place } from './cursor.ts'

/**
 * The end of a statement that reads one page of a list, the newest first, and one row more, by which one sees whether the
 * list goes on. The column is named with its table (`deposit.number`): where the statement answers with
 * `number::text AS number`, a bare `ORDER BY number` means that text, which has 10 before 9 and no index.
 */
export function newestFirst(
  column: `${string}.${string}`,
  { place, limit }: { place: Place | undefined; limit: number },
): RawBuilder<unknown> {
  const number = sql.ref(column)
  const goesBack = place?.direction === 'before'
  const beyond = goesBack ? sql`AND ${number} > ${place.id}` : sql`AND ${number} < ${place?.id}`
  return sql`
    ${place === undefined ? sql`` : beyond}
    ORDER BY ${number} ${goesBack ? sql`ASC` : sql`DESC`}
    LIMIT    ${limit + 1}
  `
}
