import { z } from 'zod'
import { lenient, wireInteger } from '../wire.ts'

/** A status that an object had, and since when. */
export type StatusChange = { readonly status: string; readonly at: Date }

export const statusHistorySchema = lenient(
  z.array(z.looseObject({ status: z.string(), timestamp: wireInteger })),
).transform((items): readonly StatusChange[] =>
  (items ?? []).map((item) => ({ status: item.status, at: new Date(item.timestamp * 1000) })),
)
