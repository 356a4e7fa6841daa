import { InvalidInputError } from './errors/index.ts'

declare const instant: unique symbol

/**
 * A moment in UTC as RFC 3339 text with milliseconds: `2026-11-21T09:30:00.000Z`.
 *
 * Text, not a `Date`: it cannot be changed by whoever holds it, it is itself in JSON and in logs, and because every
 * instant has the same shape, comparing two as text compares two moments.
 */
export type Instant = string & { readonly [instant]: true }

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/

/**
 * Reads a moment from a `Date` or from RFC 3339 text with an offset, and refuses what is neither, or lies outside the
 * years 1 to 9999. Digits below the millisecond are cut.
 */
export function toInstant(value: Date | string): Instant {
  const date = typeof value === 'string' && isMoment(value) ? new Date(value) : value
  const time = date instanceof Date ? date.getTime() : Number.NaN
  const text = Number.isNaN(time) ? '' : new Date(time).toISOString()
  // Years beyond four digits are written with a sign, which would break the order of the text.
  if (/^\d{4}-/.test(text) && !text.startsWith('0000')) return text as Instant
  throw new InvalidInputError(
    'invalid_input',
    'A moment is a Date, or RFC 3339 text with an offset such as "2026-11-21T09:30:00Z", in the years 1 to 9999.',
  )
}

/** `Date` reads 30 February as 2 March and 24:00 as the next day. Whoever wrote that meant neither. */
function isMoment(text: string): boolean {
  const written = text.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)
  const read = new Date(`${written}Z`)
  return shape.test(text) && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(written)
}

/** The moment so many milliseconds after another. */
export function plusMs(at: Instant, ms: number): Instant {
  return toInstant(new Date(Date.parse(at) + ms))
}

/** The later of two moments. */
export function latest(first: Instant, second: Instant): Instant {
  const isLater = second > first
  return isLater ? second : first
}
