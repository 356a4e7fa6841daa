import { startPostgres } from '@evenkeel/local-postgres'
import { createRevioClient } from '@evenkeel/revio'
import { startSimulator } from '@evenkeel/revio/simulator'
import {
  buildApp,
  buildWorker,
  createDependencies,
  createLogger,
  freshKeys,
  migrate,
  readConfig,
} from '@evenkeel/server'

export interface WalletService {
  readonly url: string
  /** What a payer does on the checkout page. */
  pay(checkoutUrl: string): void
  close(): Promise<void>
}

/** The service, whole: a database, the provider's simulator, a server and a worker. */
export async function startWalletService(): Promise<WalletService> {
  const postgres = await startPostgres()
  const simulator = await startSimulator()
  const { webhooks } = createRevioClient(simulator.client)
  const registered = await webhooks.create({
    title: 'Example',
    callback: `${simulator.origin}/nowhere`,
    events: 'all',
  })
  if (registered.outcome !== 'done') throw registered.error
  const { id, publicKey } = registered.value
  const config = readConfig({
    ...freshKeys('example'),
    DATABASE_URL: postgres.url,
    LOG_LEVEL: 'silent',
    EVENKEEL_REVIO_URL: simulator.client.baseUrl,
    EVENKEEL_REVIO_SECRET_KEY: simulator.client.secretKey,
    EVENKEEL_REVIO_BRAND_ID: simulator.client.brandId,
    EVENKEEL_REVIO_MODE: 'test',
    EVENKEEL_REVIO_WEBHOOK_KEYS: publicKey,
  })
  const made = createDependencies(config, createLogger(config.logLevel))
  await migrate(made.database.pool)
  const thandi = {
    userId: '0197a000-0000-7000-8000-000000000001',
    tenantId: 1,
    tenant: 'default',
    mail: 'thandi@example.com',
    name: 'Thandi Nkosi',
    sessionId: '0197a000-0000-7000-8000-000000000002',
    roles: ['user'],
    tier: 'standard' as const,
  }
  await made.database.pool.query(
    'INSERT INTO wallet.user (id, tenant_id, mail, name) VALUES ($1, $2, $3, $4)',
    [thandi.userId, thandi.tenantId, thandi.mail, thandi.name],
  )
  // Registering and logging in are left out: whoever asks is Thandi.
  const dependencies = { ...made, identify: async () => thandi }
  const app = await buildApp(dependencies)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const worker = await buildWorker(dependencies, { pollMs: 50 })
  const updated = await webhooks.update(id, { callback: `${url}/v1/webhooks/revio` })
  if (updated.outcome !== 'done') throw updated.error

  return {
    url,
    pay: (checkoutUrl) => simulator.payer.pay(/\/p\/([0-9a-f-]{36})\//.exec(checkoutUrl)?.[1] ?? ''),
    async close() {
      await simulator.close()
      await worker.stop()
      await app.close()
      await dependencies.close()
      await postgres.stop()
    },
  }
}
