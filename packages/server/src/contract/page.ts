import { z } from 'zod'

/** Where the next and the previous page of a list begin. Opaque, and good for the same filters only. */
export const Page = z
  .object({
    next: z.string().nullable().describe('send it as `cursor` to get the page after this one'),
    prev: z.string().nullable().describe('send it as `cursor` to get the page before this one'),
    has_more: z.boolean().describe('whether there is a page after this one'),
  })
  .meta({ id: 'Page', description: 'Where a page of a list stands' })

export type Page = z.output<typeof Page>

/** How many items a page has at most. */
export const PageLimit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'Send a whole number from 1 to 200.')
  .transform(Number)
  .refine((limit) => limit <= 200, 'Send a whole number from 1 to 200.')
  .optional()
  .meta({ type: 'integer', minimum: 1, maximum: 200, default: 100 })
