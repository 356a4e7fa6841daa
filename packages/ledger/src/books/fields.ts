import { z } from 'zod'
import { canonicalJson, type Json, type JsonObject } from '../canonical-json.ts'
import { type Instant, toInstant } from '../instant.ts'
import { everydayMetadata } from './everyday-metadata.ts'

// Small parts that the input schemas of several nouns share. Each has a limit: an unbounded text field is a way to
// fill somebody's disk.

/** PostgreSQL keeps no NUL, and UTF-8 has no half of a surrogate pair. */
const isKeepableText = (value: string): boolean => value.isWellFormed() && !value.includes('\0')
const unkeepable = 'Write text without NUL or broken surrogates.'

const text = (longest: number): z.ZodString =>
  z
    .string()
    .min(1, 'Write at least one character, or leave it out.')
    .max(longest, `Write at most ${longest} characters.`)
    .refine(isKeepableText, unkeepable)

/** The caller's name for an intention. */
export const keyField: z.ZodString = text(255)

/** `user:42:wallet:ZAR`: segments of letters, digits, `_`, `.`, `-` between colons. */
export const accountCodeField: z.ZodString = z
  .string()
  .max(255, 'An account code has at most 255 characters.')
  .regex(
    /^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)*$/,
    'An account code has segments of letters, digits, "_", "." or "-" between colons, such as "user:42:wallet:ZAR".',
  )

/** What sort of business event a journal or hold is: `deposit-settled`. */
export const kindField: z.ZodString = z
  .string()
  .regex(
    /^[a-z][a-z0-9_.-]{0,63}$/,
    'A kind is up to 64 of a-z, 0-9, "_", "." and "-", and starts with a letter.',
  )

export const referenceField: z.ZodString = text(255)
export const descriptionField: z.ZodString = text(1_000)

/** A moment given as a `Date` or as RFC 3339 text. */
export const instantField: z.ZodType<Instant, Date | string> = z
  .union([z.date(), z.string()], 'Pass a Date, or RFC 3339 text with an offset')
  .transform(reading(toInstant))

/** The id of something, read by its own parser. */
export function idField<Id extends string>(parse: (value: unknown) => Id): z.ZodType<Id, string> {
  return z.string().transform(reading(parse))
}

/** Lets a reader that throws be a step of a schema: its message becomes an issue at the right path. */
function reading<In, Out>(read: (value: In) => Out): (value: In, context: z.RefinementCtx) => Out {
  return (value, context) => {
    try {
      return read(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  }
}

/** Facts of the caller's own, kept as they are, with their names in order. */
export type Metadata = JsonObject
const metadataBytes = 16_384
const metadataDepth = 8
const unreadableName =
  'A name in metadata has no quotation mark, backslash or control character, and is not __proto__.'

/** Metadata without a name in it says as much as none, and is read as none. Its names are put in order: jsonb forgets theirs. */
export const metadataField: z.ZodType<Metadata | undefined, Metadata> = z
  .custom<Metadata>()
  .transform((value, context) => {
    const everyday = everydayMetadata(value)
    if (everyday !== undefined) return Object.keys(everyday).length === 0 ? undefined : everyday
    const read = anyMetadata.safeParse(value)
    if (read.success) return read.data
    for (const { message, path } of read.error.issues) context.addIssue({ code: 'custom', message, path })
    return z.NEVER
  })

/**
 * Metadata that takes a closer look. Apart from the schemas that it is a field of: JSON is described by a schema that
 * names itself, and with one of those anywhere inside, zod remembers every object that it reads and compiles nothing.
 */
const anyMetadata: z.ZodType<Metadata | undefined, Metadata> = z
  .custom<Metadata>((value) => hasReadableNames(value, metadataDepth), unreadableName)
  .pipe(z.record(z.string(), z.json()))
  .transform((value, context) => {
    const refuse = (message: string): never => {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
    if (depthOf(value) > metadataDepth) return refuse(`Metadata nests at most ${metadataDepth} levels.`)
    if (!isKeepable(value)) return refuse(unkeepable)
    const text = canonicalJson(value)
    if (Buffer.byteLength(text) > metadataBytes)
      return refuse(`Metadata takes at most ${metadataBytes} bytes as JSON.`)
    // The text is that of the value itself.
    return Object.keys(value).length === 0 ? undefined : (JSON.parse(text) as Metadata)
  })

/**
 * A name that JSON writes with an escape is not read back reliably: after a name with a backslash, JSON.parse of Node 24
 * and 26 takes some others for it (nodejs/node#63785), and a replay would tell another name. An object with a member
 * named __proto__ is read by zod without it. Deeper than metadata may nest nobody looks: it is refused anyway.
 */
function hasReadableNames(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || levels === 0) return true
  return Object.entries(value).every(
    ([name, member]) =>
      name !== '__proto__' && JSON.stringify(name) === `"${name}"` && hasReadableNames(member, levels - 1),
  )
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function isKeepable(value: Json): boolean {
  if (typeof value === 'string') return isKeepableText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isKeepable)
}
