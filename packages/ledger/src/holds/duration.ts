import { z } from 'zod'

/** A length of time: `30s`, `15m`, `12h`, `7d`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const longestMs = 3_660 * unitMs.d

/** Reads a duration as milliseconds. */
export const durationField: z.ZodType<number, Duration> = z
  .templateLiteral(
    [z.number(), z.enum(['s', 'm', 'h', 'd'])],
    'Write a whole number and a unit: "30s", "15m", "12h" or "7d"',
  )
  .transform((text, context) => {
    const match = /^([1-9]\d{0,8})([smhd])$/.exec(text)
    const unit = match?.[2] as keyof typeof unitMs | undefined // The pattern admits no other letter.
    const ms = unit === undefined ? Number.NaN : Number(match?.[1]) * unitMs[unit]
    if (ms <= longestMs) return ms
    context.addIssue({
      code: 'custom',
      message: 'A duration is a whole number of s, m, h or d, from 1 s to ten years',
    })
    return z.NEVER
  })
