import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction } from '../database/transaction.ts'
import type { JobHandler } from '../jobs/job-handler.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { endWebhook, findWebhook } from './inbox-store.ts'
import { openBody } from './sealed-body.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'

/**
 * Takes a webhook out of the inbox and hands it to whoever receives its kind of object. What nobody receives is ignored
 * and says so: the set of events moves, and an unknown one is no failure.
 */
export function actOnWebhook({
  db,
  clock,
  keyring,
  receivers,
}: {
  db: Db
  clock: Clock
  keyring: Keyring
  receivers: readonly WebhookReceiver[]
}): JobHandler<'handle-webhook'> {
  return async ({ webhook: id }, context) => {
    const webhook = await findWebhook(db, id)
    if (webhook === undefined) throw new Error(`There is no webhook ${id} in the inbox.`)
    if (webhook.outcome !== null) return
    const { gateway, objectKind, eventType } = webhook
    const receiver = receivers.find((known) => known.gateway === gateway && known.objectKind === objectKind)
    if (receiver === undefined) {
      context.logger.warn(
        { gateway, object_kind: objectKind, event_type: eventType },
        'nobody receives this webhook',
      )
    }
    const outcome =
      receiver === undefined
        ? 'ignored'
        : await receiver.receive({ ...webhook, body: openBody(keyring, webhook) }, context)
    // In a transaction, because the trail learns only there who writes.
    await inTransaction(db, (trx) => endWebhook(trx, { id, outcome, now: clock.now() }))
  }
}
