import { NotFoundError, RejectedError } from '../errors/index.ts'
import type { HoldId } from '../ids.ts'
import type { KnownJournals } from '../journals/known-journals.ts'
import type { Hold } from './hold.ts'

/** The holds of one book that a decision may look at: those the request names, expired ones already ended. */
export interface KnownHolds extends KnownJournals {
  hold(id: HoldId): Hold | undefined
}

/** A hold that must be there and open. */
export function findOpenHold(known: KnownHolds, id: HoldId): Hold {
  const hold = known.hold(id)
  if (hold === undefined) throw holdNotFound(known.book, id)
  if (hold.status !== 'open') {
    const how = hold.status === 'expired' ? 'expired' : `was ${hold.status}`
    throw new RejectedError('hold_ended', `Hold ${id} ${how} at ${hold.endedAt}. A hold ends once.`, {
      hold: id,
      status: hold.status,
      endedAt: hold.endedAt,
    })
  }
  return hold
}

export function holdNotFound(book: string, hold: HoldId): NotFoundError {
  return new NotFoundError('hold_not_found', `Book ${book} has no hold ${hold}.`, { book, hold })
}
