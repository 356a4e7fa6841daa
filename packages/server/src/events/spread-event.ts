import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { JobHandler } from '../jobs/job-handler.ts'
import type { EventListener } from './event-listener.ts'
import { claimEventToSpread, findEvent } from './event-store.ts'

interface Spreading {
  readonly db: Db
  readonly clock: Clock
  readonly listeners: readonly EventListener[]
}

/**
 * Gives each listener of an event a job of its own. The event is marked in the same transaction, so that a second run
 * finds nothing to do: nobody is told twice because a worker died at the wrong moment.
 */
export function spreadEvent({ db, clock, listeners }: Spreading): JobHandler<'spread-event'> {
  return ({ event: id }) =>
    inTransaction(db, async (trx) => {
      const event = await claimEventToSpread(trx, id, clock.now())
      if (event === undefined) return
      for (const { name } of listeners.filter(({ hears }) => hears.includes(event.type))) {
        await enqueue(trx, 'tell-listener', { event: id, listener: name }, { tenantId: event.tenantId })
      }
    })
}

/** Tells one listener of one event. */
export function tellListener({ db, listeners }: Omit<Spreading, 'clock'>): JobHandler<'tell-listener'> {
  return async ({ event: id, listener: name }, context) => {
    const [event, listener] = [await findEvent(db, id), listeners.find((known) => known.name === name)]
    if (event === undefined) throw new Error(`There is no event ${id}.`)
    if (listener === undefined) throw new Error(`This version has no listener "${name}".`)
    await listener.tell(event, context)
  }
}
