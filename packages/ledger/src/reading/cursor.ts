import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson, type Json } from '../canonical-json.ts'
import { InvalidInputError } from '../errors/index.ts'

/** A place to go on from. Opaque: keep it as it is, and pass it back with the same question. */
export type Cursor = string

/** A cursor as it comes from outside. */
export const cursorField: z.ZodString = z.string().max(10_000, 'That is no cursor of this ledger')

/**
 * Writes down a place together with the question it belongs to. With another question the place would mean nothing: a
 * page would skip entries, or tell some twice, and nobody would notice.
 */
export function toCursor(question: Json, place: Json): Cursor {
  return Buffer.from(JSON.stringify([fingerprintOf(question), place])).toString('base64url')
}

/** Reads the place back, and refuses a cursor of another question. */
export function fromCursor<Place extends z.ZodType>(
  cursor: Cursor,
  question: Json,
  place: Place,
): z.output<Place> {
  const { data: [fingerprint, found] = [] } = z.tuple([z.string(), z.unknown()]).safeParse(decoded(cursor))
  if (fingerprint !== undefined && fingerprint !== fingerprintOf(question)) {
    throw new InvalidInputError(
      'cursor_mismatch',
      'The cursor belongs to another question. ' +
        'Ask with the same filters and order as for the page before, or from the start.',
    )
  }
  const parsed = place.safeParse(found)
  if (parsed.success) return parsed.data
  throw new InvalidInputError(
    'invalid_input',
    'That is no cursor of this ledger. Pass one as it was given, or none.',
  )
}

function fingerprintOf(question: Json): string {
  return createHash('sha256').update(canonicalJson(question)).digest('base64url').slice(0, 16)
}

function decoded(cursor: Cursor): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
