import { type Db, inTransaction } from '../database/transaction.ts'
import { armAgain } from '../jobs/arm-again.ts'
import { reopenWebhook, setWebhookJob } from './inbox-store.ts'

/**
 * Has a webhook acted on once more. Harmless at any time: the receiver asks the provider how things stand and finds
 * nothing to do where all is done. False where the tenant has no such webhook.
 */
export function replayWebhook(db: Db, { id, tenantId }: { id: string; tenantId: number }): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const reopened = await reopenWebhook(trx, { id, tenantId })
    if (reopened === undefined) return false
    const { jobId } = reopened
    const armed = await armAgain(trx, 'handle-webhook', { webhook: id }, { tenantId, jobId })
    await setWebhookJob(trx, { id, jobId: armed })
    return true
  })
}
