import { z } from 'zod'

/** Text of one line that people write: without control characters, of which PostgreSQL refuses one. */
export function writtenText({ least, most }: { least: number; most: number }): z.ZodString {
  return z
    .string()
    .min(least)
    .max(most)
    .regex(/^\P{Cc}+$/u, 'Send text without control characters.')
    .refine((text) => text.isWellFormed(), 'Send well-formed text.')
}

/** What lists are searched for. */
export const SearchText: z.ZodString = writtenText({ least: 2, most: 100 })

/** A moment as RFC 3339 has it, with an offset. */
export const Moment: z.ZodISODateTime = z.iso.datetime({ offset: true })
