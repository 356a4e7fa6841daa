import type { Clock } from '@evenkeel/ledger'
import type { Db } from '../database/transaction.ts'
import type { EventListener } from '../events/event-listener.ts'
import { orphanedEvents } from '../events/orphaned-events.ts'
import { spreadEvent, tellListener } from '../events/spread-event.ts'
import type { JobHandlers } from '../jobs/job-handler.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { actOnWebhook } from '../webhooks/act-on-webhook.ts'
import { orphanedWebhooks } from '../webhooks/orphaned-webhooks.ts'
import type { WebhookReceiver } from '../webhooks/webhook-receiver.ts'
import {
  askDueWithdrawals,
  checkLimits,
  sendPayout,
  type WithdrawalParts,
} from '../withdrawals/withdrawals.ts'
import { sweepOrphans } from './sweep-orphans.ts'
import { sweepStuck } from './sweep-stuck.ts'

export interface HandlerParts {
  readonly db: Db
  readonly clock: Clock
  readonly keyring: Keyring
  readonly metrics: Metrics
  readonly receivers: readonly WebhookReceiver[]
  readonly listeners: readonly EventListener[]
  readonly withdrawals: WithdrawalParts
}

/** Who does which job: one line for each of the table. */
export function createHandlers(parts: HandlerParts): JobHandlers {
  const { withdrawals } = parts
  return {
    'handle-webhook': actOnWebhook(parts),
    'send-payout': ({ withdrawal }) => sendPayout(withdrawals, withdrawal),
    'spread-event': spreadEvent(parts),
    'tell-listener': tellListener(parts),
    'sweep-orphans': sweepOrphans({ ...parts, kinds: [orphanedWebhooks(parts), orphanedEvents(parts)] }),
    'sweep-stuck': sweepStuck([
      { kind: 'withdrawal', ask: (limit) => askDueWithdrawals(withdrawals, limit) },
    ]),
    'check-limits': () => checkLimits(withdrawals),
  }
}
