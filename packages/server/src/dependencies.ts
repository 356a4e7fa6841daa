import { type Clock, createLedger, type PgLedger, systemClock } from '@evenkeel/ledger'
import type { RevioClient } from '@evenkeel/revio'
import { acceptEveryBankAccount, type BankAccountVerifier } from './bank-accounts/bank-account-verifier.ts'
import type { BankAccountParts } from './bank-accounts/parts.ts'
import { countOpenBreaks } from './breaks/breaks.ts'
import type { Config } from './config/config-schema.ts'
import { type Database, openDatabase } from './database/database.ts'
import { createReadiness, type Readiness } from './database/readiness.ts'
import type { DepositParts } from './deposits/deposits.ts'
import type { EventListener } from './events/event-listener.ts'
import { createGateways, type Gateways } from './gateways/gateways.ts'
import { revioClientOf } from './gateways/revio-client-of.ts'
import { createRevioWebhooks } from './gateways/revio-webhooks.ts'
import type { WebhookGateway } from './gateways/webhook-gateway.ts'
import { depositReceivers } from './handlers/deposit-receivers.ts'
import { payoutReceivers } from './handlers/payout-receivers.ts'
import { identifier } from './identity/authentication.ts'
import { createIdentity } from './identity/create-identity.ts'
import type { IdentityParts } from './identity/parts.ts'
import { readQueueDepths } from './jobs/jobs.ts'
import type { Mailer } from './mails/mailer.ts'
import { createSmtpMailer } from './mails/smtp-mailer.ts'
import type { Logger } from './observability/logger.ts'
import { createMetrics, type Metrics } from './observability/metrics.ts'
import type { Identify } from './plugins/identification.ts'
import type { ReconciliationParts } from './reconciliation/parts.ts'
import type { WebhookReceiver } from './webhooks/webhook-receiver.ts'
import type { WithdrawalParts } from './withdrawals/withdrawals.ts'

/** What the routes and the jobs of one process share. */
export interface Dependencies {
  readonly config: Config
  readonly logger: Logger
  readonly clock: Clock
  readonly database: Database
  readonly ledger: PgLedger
  readonly gateways: Gateways
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly identify: Identify
  readonly identity: IdentityParts
  readonly deposits: DepositParts
  readonly bankAccounts: BankAccountParts
  readonly withdrawals: WithdrawalParts
  readonly reconciliation: ReconciliationParts
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
  const ledger = createLedger({ pool: database.pool })
  const revio = revioClientOf(config, { clock, logger })
  const gateways = createGateways(config, revio)
  metrics.watchQueues(() => readQueueDepths(database.db))
  metrics.watchBreaks(() => countOpenBreaks(database.db))
  const identity = createIdentity({ config, logger, db: database.db, clock })
  const deposits: DepositParts = {
    db: database.db,
    clock,
    logger,
    ledger,
    gateways,
    limits: config.depositLimits,
    returnUrl: config.appUrl,
  }
  const bankAccountMs = config.bankAccountCoolingHours * hourMs
  const withdrawals: WithdrawalParts = {
    ...identity,
    ledger,
    gateways,
    limits: config.withdrawalLimits,
    cooling: { bankAccountMs, securityMs: config.securityCoolingHours * hourMs },
  }
  return {
    config,
    logger,
    clock,
    database,
    ledger,
    gateways,
    readiness,
    metrics,
    identify: identifier(identity),
    identity,
    deposits,
    withdrawals,
    bankAccounts: {
      ...identity,
      verifier: bankAccountVerifier,
      coolingMs: bankAccountMs,
    },
    reconciliation: { ...deposits, withdrawals, tenantId: identity.tenantId },
    mailer,
    webhookGateways: webhookGatewaysOf(config, revio, { clock, logger }),
    receivers: [...depositReceivers(deposits), ...payoutReceivers(withdrawals)],
    listeners: [],
    async close() {
      metrics.close()
      mailer?.close()
      // Answers every call it has accepted; after that nobody needs the connections.
      await ledger.close()
      await database.close()
    },
  }
}

const hourMs = 3_600_000

function mailerOf({ smtpUrl, mailFrom }: Config): Mailer | undefined {
  return smtpUrl === undefined ? undefined : createSmtpMailer({ url: smtpUrl, from: mailFrom })
}

/** A gateway without keys has no door: what would come in could not be believed. */
function webhookGatewaysOf(
  { revioWebhookKeys: keys, revioBrandId: brandId, revioMode }: Config,
  revio: RevioClient | undefined,
  parts: { clock: Clock; logger: Logger },
): WebhookGateway[] {
  if (keys.length === 0) return []
  const isTest = brandId === undefined ? undefined : revioMode === 'test'
  // Asked where no key fits, and rarely: a forger must not have us ask the provider for each forgery.
  const companyKey = revio && { fetchCompanyKey: () => revio.publicKey() }
  return [createRevioWebhooks({ keys, brandId, isTest, ...companyKey, ...parts })]
}
