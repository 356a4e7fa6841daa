import { z } from 'zod'

const mostAtOnce = 1_000

/** How many to read at once. Everything has a limit. */
export const limitField: z.ZodDefault<z.ZodNumber> = z
  .int('A limit is a whole number')
  .min(1, 'A limit is at least 1')
  .max(mostAtOnce, `A limit is at most ${mostAtOnce}`)
  .default(100)
