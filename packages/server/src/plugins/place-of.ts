import { type Place, readCursor } from '../database/cursor.ts'
import { ProblemError } from './problem-of.ts'

/** The place that a request asks for; none where it begins. Refuses a cursor of another list or of other filters. */
export function placeOf(cursor: string | undefined, filters: object, idForm?: RegExp): Place | undefined {
  if (cursor === undefined) return undefined
  const place = readCursor(cursor, filters, idForm)
  if (place !== undefined) return place
  throw new ProblemError(
    'invalid_request',
    'The cursor belongs to another list or other filters. Begin without one.',
    { errors: [{ in: 'query', pointer: '/cursor', code: 'cursor_foreign', detail: 'Leave it out.' }] },
  )
}
