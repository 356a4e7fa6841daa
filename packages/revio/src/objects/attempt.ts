import { z } from 'zod'
import { lenient } from '../wire.ts'

/** One try at moving money. `error.code` is an open set: insufficient_funds, expired_card, and so on. */
export type Attempt = {
  readonly type: string | null
  readonly isSuccessful: boolean | null
  readonly error: { readonly code: string | null; readonly message: string | null } | null
}

const attemptSchema = z
  .looseObject({
    type: lenient(z.string()),
    successful: lenient(z.boolean()),
    error: lenient(z.looseObject({ code: lenient(z.string()), message: lenient(z.string()) })),
  })
  .transform(
    (wire): Attempt => ({
      type: wire.type,
      isSuccessful: wire.successful,
      error: wire.error === null ? null : { code: wire.error.code, message: wire.error.message },
    }),
  )

export const attemptsSchema = lenient(z.looseObject({ attempts: lenient(z.array(attemptSchema)) })).transform(
  (data): readonly Attempt[] => data?.attempts ?? [],
)
