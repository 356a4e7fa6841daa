import type { Trx } from '../database/transaction.ts'
import { enqueue } from '../jobs/enqueue.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** When the gateway is asked again about what is on its way, however its jobs end: the time after each ask. */
export const askDelaysMs: readonly number[] = [1, 5, 15, 60, 6 * 60, 24 * 60].map(
  (minutes) => minutes * minuteMs,
)

/** The first of those times, for what has just been approved. */
export function firstAsk(now: Date): Date {
  return new Date(now.getTime() + minuteMs)
}

/** The first look at what has ended: it may still arrive, or come back. */
export function askAfterEnd(now: Date): Date {
  return new Date(now.getTime() + dayMs)
}

/** Asks for the job that carries a payout on from wherever it stands. */
export async function askForPayout(
  trx: Trx,
  { id, tenantId }: { id: string; tenantId: number },
): Promise<void> {
  await enqueue(trx, 'send-payout', { withdrawal: id }, { tenantId })
}
