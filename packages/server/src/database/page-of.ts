import type { Page } from '../contract/page.ts'
import { type Place, toCursor } from './cursor.ts'

/**
 * What a list answers with, from rows of which one more than asked for was read, to know whether there is a page
 * beyond. Rows that were read backwards are turned round.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  {
    limit,
    place,
    filters,
    idOf,
  }: {
    readonly limit: number
    /** Where the page began; absent for the first. */
    readonly place: Place | undefined
    /** Whatever a cursor must not be used without: filters and order. */
    readonly filters: object
    readonly idOf: (row: Row) => string
  },
): { data: Row[]; page: Page } {
  const isCut = rows.length > limit
  const data = rows.slice(0, limit)
  if (place?.direction === 'before') data.reverse()
  const [first, last] = [data[0], data.at(-1)]
  if (first === undefined || last === undefined) {
    return { data, page: { next: null, prev: null, has_more: false } }
  }
  // Whoever went back came from later rows; whoever went on came from earlier ones.
  const hasLater = isCut || place?.direction === 'before'
  const hasEarlier = place?.direction === 'before' ? isCut : place !== undefined
  return {
    data,
    page: {
      next: hasLater ? toCursor({ direction: 'after', id: idOf(last) }, filters) : null,
      prev: hasEarlier ? toCursor({ direction: 'before', id: idOf(first) }, filters) : null,
      has_more: hasLater,
    },
  }
}
