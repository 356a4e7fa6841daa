import { type Clock, systemClock } from '@evenkeel/ledger'
import { acceptEveryBankAccount, type BankAccountVerifier } from './bank-accounts/bank-account-verifier.ts'
import type { BankAccountParts } from './bank-accounts/parts.ts'
import type { Config } from './config/config-schema.ts'
import { type Database, openDatabase } from './database/database.ts'
import { createReadiness, type Readiness } from './database/readiness.ts'
import type { EventListener } from './events/event-listener.ts'
import { createRevioWebhooks } from './gateways/revio-webhooks.ts'
import type { WebhookGateway } from './gateways/webhook-gateway.ts'
import { identifier } from './identity/authentication.ts'
import { createIdentity } from './identity/create-identity.ts'
import type { IdentityParts } from './identity/parts.ts'
import { readQueueDepths } from './jobs/jobs.ts'
import type { Mailer } from './mails/mailer.ts'
import { createSmtpMailer } from './mails/smtp-mailer.ts'
import type { Logger } from './observability/logger.ts'
import { createMetrics, type Metrics } from './observability/metrics.ts'
import type { Identify } from './plugins/identification.ts'
import type { WebhookReceiver } from './webhooks/webhook-receiver.ts'

/** What the routes and the jobs of one process share. */
export interface Dependencies {
  readonly config: Config
  readonly logger: Logger
  readonly clock: Clock
  readonly database: Database
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly identify: Identify
  readonly identity: IdentityParts
  readonly bankAccounts: BankAccountParts
  /** Absent where no mail can leave; they wait in the database then. */
  readonly mailer: Mailer | undefined
  /** The doors that webhooks come in by. */
  readonly webhookGateways: readonly WebhookGateway[]
  /** Who acts on them, in the worker. */
  readonly receivers: readonly WebhookReceiver[]
  /** Who wants to know of domain events, in the worker. */
  readonly listeners: readonly EventListener[]
  close(): Promise<void>
}

export function createDependencies(
  config: Config,
  logger: Logger,
  {
    clock = systemClock,
    mailer = mailerOf(config),
    bankAccountVerifier = acceptEveryBankAccount,
  }: { clock?: Clock; mailer?: Mailer | undefined; bankAccountVerifier?: BankAccountVerifier } = {},
): Dependencies {
  const database = openDatabase(config, logger)
  const readiness = createReadiness(database.probePool, (error) =>
    logger.warn({ err: error }, 'PostgreSQL does not answer the readiness probe'),
  )
  const metrics = createMetrics(database.pool)
  metrics.watchQueues(() => readQueueDepths(database.db))
  const identity = createIdentity({ config, logger, db: database.db, clock })
  return {
    config,
    logger,
    clock,
    database,
    readiness,
    metrics,
    identify: identifier(identity),
    identity,
    bankAccounts: {
      ...identity,
      verifier: bankAccountVerifier,
      coolingMs: config.bankAccountCoolingHours * 3_600_000,
    },
    mailer,
    webhookGateways: webhookGatewaysOf(config, { clock, logger }),
    receivers: [],
    listeners: [],
    async close() {
      metrics.close()
      mailer?.close()
      await database.close()
    },
  }
}

function mailerOf({ smtpUrl, mailFrom }: Config): Mailer | undefined {
  return smtpUrl === undefined ? undefined : createSmtpMailer({ url: smtpUrl, from: mailFrom })
}

/** A gateway without keys has no door: what would come in could not be believed. */
function webhookGatewaysOf(
  { revioWebhookKeys }: Config,
  parts: { clock: Clock; logger: Logger },
): WebhookGateway[] {
  return revioWebhookKeys.length === 0 ? [] : [createRevioWebhooks({ keys: revioWebhookKeys, ...parts })]
}
