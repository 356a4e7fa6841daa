import { z } from 'zod'
import { instantField } from '../books/fields.ts'
import type { Instant } from '../instant.ts'

/** A moment to ask about: as it was recorded by then, or by the business time of what is recorded now. */
export type Moment =
  | { readonly recordedAt: Date | string; readonly effectiveAt?: undefined }
  | { readonly effectiveAt: Date | string; readonly recordedAt?: undefined }

/** A moment as it is read; neither time means now. */
export interface BookMoment {
  readonly recordedAt?: Instant | undefined
  readonly effectiveAt?: Instant | undefined
}

/** Fields of a moment, for the inputs that take one. */
export const momentFields = { recordedAt: instantField.optional(), effectiveAt: instantField.optional() }

export const oneTime: [(input: BookMoment) => boolean, string] = [
  ({ recordedAt, effectiveAt }) => recordedAt === undefined || effectiveAt === undefined,
  'Give recordedAt or effectiveAt, not both',
]

/** The version of an account, from 0, which is before anything happened on it. */
export const versionField: z.ZodNumber = z
  .int('A version is a whole number')
  .min(0, 'A version is a whole number from 0')
