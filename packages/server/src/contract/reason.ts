import { z } from 'zod'

/** Why staff do something, in their words: it is read again when somebody asks what happened. */
export const Reason = z
  .string()
  .min(3)
  .max(500)
  .regex(/^\P{Cc}+$/u, 'Send text without control characters.')
  .refine((text) => text.isWellFormed(), 'Send well-formed text.')
  .meta({ example: 'The event was cancelled' })
