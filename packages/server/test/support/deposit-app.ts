import { randomUUID } from 'node:crypto'
import { assertInvariants, postgresContents } from '@evenkeel/ledger/testing'
import { createRevioClient } from '@evenkeel/revio'
import { type Simulator, startSimulator } from '@evenkeel/revio/simulator'
import { type FakeClock, fakeClock, useDatabase } from '@evenkeel/test-support'
import type { LightMyRequestResponse } from 'fastify'
import type { Pool } from 'pg'
import { expect, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Principal } from '../../src/contract/access.ts'
import { createDependencies, type Dependencies } from '../../src/dependencies.ts'
import { createLogger } from '../../src/observability/logger.ts'
import type { App } from '../../src/plugins/instance.ts'
import { buildWorker } from '../../src/worker.ts'
import { person } from './people.ts'
import { testKeys } from './test-keys.ts'
import { walletSchema } from './wallet-schema.ts'

export interface DepositApp extends Dependencies {
  readonly app: App
  readonly pool: Pool
  readonly clock: FakeClock
  readonly simulator: Simulator
  readonly finance: Principal
  /** Where its database is, for a second server beside it. */
  readonly databaseUrl: string
  /** Somebody of the test's own tenant with these roles. */
  newPerson(roles: readonly string[]): Promise<Principal>
  logged(): Record<string, unknown>[]
  /** Somebody of the test's own tenant, with an empty wallet. */
  newOwner(): Promise<Principal>
  send(
    as: Principal,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    options?: { body?: object; key?: string; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>
  /** Asks for a deposit, and answers with it. */
  deposit(as: Principal, amount?: string, extra?: object): Promise<{ id: string; purchaseId: string }>
  /** What one statement finds; for what no route shows. */
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** Fails unless our books are sound, and hold at the gateway exactly what the simulator says it owes us. */
  booksEqualTheSimulators(): Promise<void>
}

/** The same with a worker at work, and webhooks that come in by HTTP. */
export async function openDepositsWithWebhooks(environment: NodeJS.ProcessEnv = {}): Promise<DepositApp> {
  const simulator = await openSimulator()
  const { webhooks } = createRevioClient(simulator.client)
  // Registered first, because the service wants the key before it listens.
  const made = await webhooks.create({
    title: 'Test',
    callback: `${simulator.origin}/nowhere`,
    events: 'all',
  })
  if (made.outcome !== 'done') throw made.error
  const service = await serveDeposits(simulator, {
    ...environment,
    EVENKEEL_REVIO_WEBHOOK_KEYS: made.value.publicKey,
  })
  const url = await service.app.listen({ host: '127.0.0.1', port: 0 })
  const updated = await webhooks.update(made.value.id, { callback: `${url}/v1/webhooks/revio` })
  if (updated.outcome !== 'done') throw updated.error
  const worker = await buildWorker(service, { pollMs: 50 })
  onTestFinished(() => worker.stop())
  return service
}

let tenants = 0

/**
 * The service with a tenant of its own and a provider of its own, whose book of money is the judge. The clock of the
 * provider stands still; ours moves as the test says.
 */
export async function openDeposits(environment: NodeJS.ProcessEnv = {}): Promise<DepositApp> {
  return serveDeposits(await openSimulator(), environment)
}

async function openSimulator(): Promise<Simulator> {
  // Other ids than those of the test before, which left its deposits in the same database.
  const simulator = await startSimulator({
    seed: randomUUID(),
    virtualClockFrom: new Date('2026-01-01T00:00:00Z'),
  })
  onTestFinished(() => simulator.close())
  return simulator
}

async function serveDeposits(simulator: Simulator, environment: NodeJS.ProcessEnv): Promise<DepositApp> {
  const { url, pool } = await useDatabase(walletSchema)
  const { baseUrl, secretKey, brandId } = simulator.client
  const lines: string[] = []
  const clock = fakeClock(new Date())
  const people = new Map<string, Principal>()
  const config = readConfig({
    DATABASE_URL: url,
    LOG_LEVEL: 'debug',
    EVENKEEL_REVIO_URL: baseUrl,
    EVENKEEL_REVIO_SECRET_KEY: secretKey,
    EVENKEEL_REVIO_BRAND_ID: brandId,
    EVENKEEL_REVIO_MODE: 'test',
    EVENKEEL_DEPOSIT_LIMITS: 'ZAR:1.00-100000.00,MYR:1.00-1000.00',
    ...testKeys,
    ...environment,
  })
  const logger = createLogger(config.logLevel, { write: (line) => void lines.push(line) })
  const created = createDependencies(config, logger, { clock })
  const dependencies: Dependencies = {
    ...created,
    identify: async ({ headers }) => people.get(String(headers['x-person'])) ?? null,
  }
  const app = await buildApp(dependencies)
  onTestFinished(async () => {
    await app.close()
    await created.close()
  })

  tenants += 1
  const tenant = `tenant-${process.pid}-${tenants}`
  const { rows } = await pool.query<{ id: number }>(
    'INSERT INTO wallet.tenant (code, name) VALUES ($1, $1) RETURNING id',
    [tenant],
  )
  const tenantId = Number(rows[0]?.id)

  async function newPerson(roles: readonly string[]): Promise<Principal> {
    const userId = randomUUID()
    const mail = `${userId}@example.com`
    await pool.query(
      "INSERT INTO wallet.user (id, tenant_id, mail, name) VALUES ($1, $2, $3, 'Thandi Nkosi')",
      [userId, tenantId, mail],
    )
    // Staff are not counted by rate limits, so a test may ask as often as it likes.
    const principal = person({ userId, tenantId, tenant, mail, roles: [...roles, 'support'] })
    people.set(userId, principal)
    return principal
  }

  const service: DepositApp = {
    ...dependencies,
    app,
    pool,
    clock,
    simulator,
    finance: await newPerson(['finance']),
    databaseUrl: url,
    newPerson,
    logged: () => lines.map((line) => JSON.parse(line)),
    newOwner: () => newPerson(['user']),
    send: (as, method, path, { body, key = randomUUID(), headers = {} } = {}) =>
      app.inject({
        method,
        url: path,
        headers: {
          'x-person': as.userId,
          ...(method === 'POST' && key !== '' && { 'idempotency-key': key }),
          ...headers,
        },
        ...(body !== undefined && { payload: body }),
      }),
    async deposit(as, amount = '10000', extra = {}) {
      const answer = await service.send(as, 'POST', '/v1/deposits', {
        body: { amount: { amount, currency: 'ZAR' }, ...extra },
      })
      if (answer.statusCode !== 201)
        throw new Error(
          `No deposit was made: ${answer.body}\n${lines.filter((line) => line.includes('"err"')).at(-1)}`,
        )
      const { id, checkout_url: checkoutUrl } = answer.json()
      return { id, purchaseId: /\/p\/([0-9a-f-]{36})\//.exec(checkoutUrl)?.[1] ?? 'no purchase' }
    },
    query: async (sql, values = []) => (await pool.query(sql, values)).rows,
    async booksEqualTheSimulators() {
      const connection = {
        query: async (text: string, values: readonly unknown[]) => pool.query(text, [...values]),
      }
      const contents = await postgresContents(connection, tenant)
      assertInvariants(contents)
      const [held] = await service.query(
        `SELECT coalesce(sum(posted), 0)::text AS sum
         FROM   ledger.account
         JOIN   ledger.book ON book.id = book_id
         WHERE  book.code = $1 AND account.code = 'gateway:revio:balance:ZAR'`,
        [tenant],
      )
      const { book } = simulator
      // What was paid in to start with is no business of ours: payouts draw on it.
      const owed =
        book.balance('merchant', 'ZAR') +
        book.balance('funding', 'ZAR') +
        book.balance('merchant_bank', 'ZAR')
      expect(held?.['sum']).toBe(String(owed))
    },
  }
  return service
}
