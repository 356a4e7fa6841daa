import { refuseAll } from '../wire/api-error.ts'
import type { BookEntry } from './book.ts'
import { bookOf, emit, nowSeconds, type PurchaseRecord, type World } from './world.ts'

/** How an action that may be slow goes: at once, or pending first and then well or badly. */
export type Pace = { readonly pendingMs: number; readonly endsWell: boolean } | null

const payable = ['created', 'sent', 'viewed', 'error', 'overdue', 'pending_execute']

export function isPayable(record: PurchaseRecord): boolean {
  return payable.includes(record.wire.status)
}

export function moveTo(world: World, { wire }: PurchaseRecord, status: string): void {
  const timestamp = nowSeconds(world)
  wire.status = status
  wire.updated_on = timestamp
  wire.status_history.push({ status, timestamp })
}

/** Tells the webhooks, and the purchase's own callback when money has come in. */
export function tell(world: World, { wire }: PurchaseRecord, event: string): void {
  const callback = event === 'purchase.paid' || event === 'purchase.captured' ? wire.success_callback : ''
  const source = {
    event,
    sourceType: 'purchase',
    sourceId: wire.id,
    object: wire,
    isTest: wire.is_test,
  } as const
  emit(world, source, callback)
}

/** Ends an action now, or leaves it pending and ends it later. */
export function slowly(
  world: World,
  record: PurchaseRecord,
  pace: Pace,
  pendingStatus: string,
  end: { well: () => void; badly: () => void },
): void {
  if (pace === null) {
    end.well()
    return
  }
  moveTo(world, record, pendingStatus)
  tell(world, record, `purchase.${pendingStatus}`)
  world.clock.at(world.clock.now() + pace.pendingMs, async () => (pace.endsWell ? end.well() : end.badly()))
}

export function post(
  world: World,
  { wire }: PurchaseRecord,
  kind: string,
  entries: readonly BookEntry[],
): void {
  bookOf(world, wire).post({ atMs: world.clock.now(), kind, objectId: wire.id, entries })
}

/** The platform's refusal of an action that the status does not allow. */
export function wrongStatus(action: string, record: PurchaseRecord): Error {
  return refuseAll(
    400,
    `purchase_${action}_wrong_status`,
    `A purchase that is ${record.wire.status} does not allow this.`,
  )
}
