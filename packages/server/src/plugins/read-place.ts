import { type Place, readCursor } from '../database/cursor.ts'
import { ProblemError } from './problem-of.ts'

/** Where a list goes on, from the cursor that a caller sends; refuses one of another list, or of other filters. */
export function readPlace(cursor: string | undefined, filters: object): Place | undefined {
  if (cursor === undefined) return undefined
  const place = readCursor(cursor, filters)
  if (place !== undefined) return place
  throw new ProblemError(
    'invalid_request',
    'The cursor belongs to another list or other filters. Begin without one.',
    { errors: [{ in: 'query', pointer: '/cursor', code: 'cursor_foreign', detail: 'Leave it out.' }] },
  )
}
