import { randomUUID } from 'node:crypto'
import type { Clock } from '@evenkeel/ledger'
import { enqueue } from '../jobs/enqueue.ts'
import type { WaitingRows } from '../jobs/orphans.ts'
import { lockOrphanedEvents, setEventJob } from './event-store.ts'

const minuteMs = 60_000

/** Events whose listeners were never told, for the orphan sweeper. */
export function orphanedEvents({ clock }: { clock: Clock }): WaitingRows {
  return {
    kind: 'event',
    async rearm(trx, limit) {
      const before = new Date(clock.now().getTime() - minuteMs)
      const orphans = await lockOrphanedEvents(trx, { limit, before })
      for (const { id, tenantId } of orphans) {
        const jobId = randomUUID()
        await enqueue(trx, 'spread-event', { event: id }, { tenantId, id: jobId })
        await setEventJob(trx, { id, jobId })
      }
      return orphans.length
    },
  }
}
