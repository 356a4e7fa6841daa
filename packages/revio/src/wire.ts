import { z } from 'zod'
import { RevioInputError, RevioReplyError } from './errors/index.ts'

/** An object exactly as it came, with every field we know nothing of. */
export type WireObject = Readonly<Record<string, unknown>>

/** A known word, or one that the platform has added since. Compare with the known ones; keep the others. */
export type OpenSet<Known extends string> = Known | (string & {})

/** Whole minor units. `parseJson` has already refused integers that a number cannot hold exactly. */
export const wireInteger = z.int()

/**
 * A field that decides nothing about money. The white labels of this platform differ in such fields, so one of an
 * unexpected type reads as null here and stays as it came in `wire`.
 */
export function lenient<Schema extends z.ZodType>(schema: Schema): z.ZodCatch<z.ZodNullable<Schema>> {
  return schema.nullable().catch(null)
}

/** Unix seconds on the wire, a Date for us. */
export function toDate(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1000)
}

/** Reads a reply with a schema; a reply of another shape tells nothing reliable about what happened. */
export function parseShape<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const where = result.error.issues
    .map((issue) => issue.path.map(quotable).join('.') || 'the whole')
    .join(', ')
  throw new RevioReplyError(
    'unexpected_shape',
    `The reply is not a ${what} as we know it (see ${where}).`,
    null,
  )
}

// A path can hold names of the reply's own choosing, and an error must not repeat whatever they say.
function quotable(step: PropertyKey): string {
  return typeof step === 'number' || /^[a-z_]{1,40}$/.test(String(step)) ? String(step) : '?'
}

/** Ids go into paths, so nothing but id characters may be in them. */
export function requireId(id: string, what: string): string {
  if (/^[A-Za-z0-9-]{1,64}$/.test(id)) return id
  throw new RevioInputError(`That is not the id of a ${what}; ids are letters, digits and hyphens.`)
}

/** Refuses a reply about another object than the one we asked for. */
export function requireSameId<Value extends { id: string }>(value: Value, id: string): Value {
  if (value.id === id) return value
  throw new RevioReplyError(
    'other_object',
    `Asked about ${id}, the provider answered about another object.`,
    null,
  )
}

/** Refuses a created object that came back without an id: nobody could ever ask about it again. */
export function requireNewId<Value extends { id: string }>(value: Value): Value {
  if (/^[A-Za-z0-9-]{1,64}$/.test(value.id)) return value
  throw new RevioReplyError('unexpected_shape', 'The created object came back without a usable id.', null)
}

/** The `type` that every object of the platform carries; null when it has none. */
export function typeOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('type' in body)) return null
  return typeof body.type === 'string' ? body.type : null
}
