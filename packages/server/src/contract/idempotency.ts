import { z } from 'zod'

/** The header field of requests that move money. The service reads it itself: see plugins/idempotency-key.ts. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .meta({
      description:
        "the caller's name for the intention, 1 to 255 characters, bare or in quotation marks; the same key is answered the same",
      example: '"5f8c2b0e-2f7c-4c52-9a35-6c3c4f6c2d11"',
    })
    .optional(),
})
