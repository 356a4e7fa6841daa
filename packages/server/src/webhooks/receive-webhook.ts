import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction } from '../database/transaction.ts'
import type { SentWebhook, WebhookGateway } from '../gateways/webhook-gateway.ts'
import { armAgain } from '../jobs/arm-again.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { keepWebhook, setWebhookJob } from './inbox-store.ts'
import { sealBody } from './sealed-body.ts'

export interface Inbox {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly tenantId: () => Promise<number>
}

export interface Reception {
  readonly webhook: string
  readonly outcome: 'accepted' | 'repeated'
}

/**
 * Takes a webhook in: believes it or throws a WebhookRefusal, then keeps it and asks for the job that acts on it, in one
 * transaction. Nothing is acted on here, so the answer does not wait for a worker or for the provider.
 *
 * A body that has come before is the same webhook. As long as it has not been acted on, it makes its job due now:
 * the provider repeats what it believes to be lost.
 */
export async function receiveWebhook(
  { db, clock, keyring, tenantId: findTenantId }: Inbox,
  gateway: WebhookGateway,
  sent: SentWebhook & { readonly clientIp: string },
): Promise<Reception> {
  const about = await gateway.verify(sent)
  const tenantId = await findTenantId()
  const digest = createHash('sha256').update(sent.rawBody).digest()
  const jobId = randomUUID()
  const webhook = {
    ...about,
    tenantId,
    gateway: gateway.name,
    digest,
    sealedBody: sealBody(keyring, { tenantId, digest, body: sent.rawBody }),
    clientIp: sent.clientIp,
    jobId,
  }

  return inTransaction(db, async (trx) => {
    const { id, deliveries, outcome, jobId: itsJob } = await keepWebhook(trx, webhook, clock.now())
    if (deliveries === 1) {
      await enqueue(trx, 'handle-webhook', { webhook: id }, { tenantId, id: jobId })
      return { webhook: id, outcome: 'accepted' }
    }
    if (outcome === null) {
      const armed = await armAgain(trx, 'handle-webhook', { webhook: id }, { tenantId, jobId: itsJob })
      await setWebhookJob(trx, { id, jobId: armed })
    }
    return { webhook: id, outcome: 'repeated' }
  })
}
