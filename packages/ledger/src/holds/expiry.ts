import { instantField } from '../books/fields.ts'
import { InvalidInputError } from '../errors/index.ts'
import { type Instant, plusMs } from '../instant.ts'
import { type Duration, durationField } from './duration.ts'

/**
 * When a hold ends by itself: at a moment, after a while, or never.
 *
 * Prefer `expiresIn`. It is counted from when the hold is placed, so a retry repeats the same request; an `expiresAt`
 * that is computed anew for each try is another request under the same key, and is refused.
 */
export interface Expiry {
  readonly expiresAt?: Date | string | undefined
  readonly expiresIn?: Duration | undefined
}

export const expiryInput = { expiresAt: instantField.optional(), expiresIn: durationField.optional() }

export const oneExpiry: [(input: ReadExpiry) => boolean, string] = [
  ({ expiresAt, expiresIn }) => expiresAt === undefined || expiresIn === undefined,
  'Give expiresAt or expiresIn, not both',
]

export interface ReadExpiry {
  readonly expiresAt?: Instant | undefined
  readonly expiresIn?: number | undefined
}

export function expiryOf({ expiresAt, expiresIn }: ReadExpiry, at: Instant): Instant | null {
  if (expiresIn !== undefined) return plusMs(at, expiresIn)
  if (expiresAt === undefined) return null
  if (expiresAt > at) return expiresAt
  throw new InvalidInputError('invalid_input', `expiresAt ${expiresAt} is past: it is ${at} now.`, {
    expiresAt,
    at,
  })
}
