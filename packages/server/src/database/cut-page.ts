import type { Page } from '../contract/page.ts'
import { type Place, toCursor } from './cursor.ts'

/**
 * One page of a list, the newest first, out of the rows of a query that asked for one more than the page takes: in the
 * order of the list or, where the place says `before`, against it.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  {
    limit,
    place,
    filters,
    idOf,
  }: { limit: number; place: Place | undefined; filters: object; idOf: (row: Row) => string },
): { data: Row[]; page: Page } {
  const goesBack = place?.direction === 'before'
  const isCut = rows.length > limit
  const data = rows.slice(0, limit)
  if (goesBack) data.reverse()
  const [newest, oldest] = [data[0], data.at(-1)]
  if (newest === undefined || oldest === undefined) {
    return { data, page: { next: null, prev: null, has_more: false } }
  }
  // Whoever went back came from older rows; whoever went on came from newer ones.
  const hasOlder = isCut || goesBack
  const hasNewer = goesBack ? isCut : place !== undefined
  const page = {
    next: hasOlder ? toCursor({ direction: 'after', id: idOf(oldest) }, filters) : null,
    prev: hasNewer ? toCursor({ direction: 'before', id: idOf(newest) }, filters) : null,
    has_more: hasOlder,
  }
  return { data, page }
}
