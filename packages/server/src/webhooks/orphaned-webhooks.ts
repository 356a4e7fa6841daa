import { randomUUID } from 'node:crypto'
import type { Clock } from '@evenkeel/ledger'
import { enqueue } from '../jobs/enqueue.ts'
import type { WaitingRows } from '../jobs/orphans.ts'
import { lockOrphanedWebhooks, setWebhookJob } from './inbox-store.ts'

const minuteMs = 60_000

/** The inbox, for the orphan sweeper. */
export function orphanedWebhooks({ clock }: { clock: Clock }): WaitingRows {
  return {
    kind: 'webhook',
    async rearm(trx, limit) {
      const before = new Date(clock.now().getTime() - minuteMs)
      const orphans = await lockOrphanedWebhooks(trx, { limit, before })
      for (const { id, tenantId } of orphans) {
        const jobId = randomUUID()
        await enqueue(trx, 'handle-webhook', { webhook: id }, { tenantId, id: jobId })
        await setWebhookJob(trx, { id, jobId })
      }
      return orphans.length
    },
  }
}
