import { type FastifyBaseLogger, fastify } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { approvalRoutes } from './approvals/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { bankAccountRoutes } from './bank-accounts/routes.ts'
import { breakRoutes } from './breaks/routes.ts'
import { deadLetterRoutes } from './dead-letters/routes.ts'
import type { Dependencies } from './dependencies.ts'
import { depositAdminRoutes } from './deposits/admin-routes.ts'
import { depositRoutes } from './deposits/routes.ts'
import { identity } from './identity/identity.ts'
import { access } from './plugins/access.ts'
import { authorization } from './plugins/authorization.ts'
import { answerClientError } from './plugins/client-error.ts'
import { cors } from './plugins/cors.ts'
import { deprecation } from './plugins/deprecation.ts'
import { docsPage } from './plugins/docs-page.ts'
import { errors } from './plugins/errors.ts'
import { health } from './plugins/health.ts'
import { identification } from './plugins/identification.ts'
import type { App } from './plugins/instance.ts'
import { nothingToSay } from './plugins/nothing-to-say.ts'
import { openapi } from './plugins/openapi.ts'
import { problemOf } from './plugins/problem-of.ts'
import { rateLimit } from './plugins/rate-limit.ts'
import { requestContext } from './plugins/request-context.ts'
import { requestId } from './plugins/request-id.ts'
import { RequestLog } from './plugins/request-log.ts'
import { requestMetrics } from './plugins/request-metrics.ts'
import { security } from './plugins/security.ts'
import { sendProblem } from './plugins/send-problem.ts'
import { strictInput } from './plugins/strict-input.ts'
import { validatorCompiler } from './plugins/validator.ts'
import { reconciliationRoutes } from './reconciliation/routes.ts'
import { roleRoutes } from './roles/routes.ts'
import { transactionRoutes } from './transactions/routes.ts'
import { walletRoutes } from './wallets/routes.ts'
import { webhookAdminRoutes } from './webhooks/admin-routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { withdrawalRoutes } from './withdrawals/routes.ts'

/**
 * The HTTP service, ready for requests and listening nowhere: a process listens with it, a test injects into it.
 *
 * @example
 * const dependencies = createDependencies(config, logger)
 * const app = await buildApp(dependencies)
 * await app.listen({ host: '127.0.0.1', port: 3000 })
 */
export async function buildApp({
  bankAccounts,
  clock,
  config,
  database,
  deposits,
  identify,
  identity: parts,
  ledger,
  logger,
  metrics,
  readiness,
  reconciliation,
  webhookGateways: gateways,
  withdrawals,
}: Dependencies): Promise<App> {
  // Under its own type the logger would become part of the type of every plugin.
  const loggerInstance: FastifyBaseLogger = logger
  const app: App = fastify({
    ...limits,
    loggerInstance,
    logController: new RequestLog(),
    genReqId: requestId,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // While it closes, what still arrives on an open connection is answered like everything before it.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, problemOf(error)),
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  // Fastify reads text as well; here a body is JSON, or it is said that it cannot be taken.
  app.removeContentTypeParser('text/plain')

  await app.register(access)
  await app.register(requestContext, { readiness })
  await app.register(strictInput)
  await app.register(nothingToSay)
  await app.register(deprecation)
  await app.register(requestMetrics, { metrics })
  if (config.webOrigins.length > 0) await app.register(cors, { origins: config.webOrigins })
  await app.register(security)
  await app.register(identification, { identify })
  await app.register(rateLimit, { db: database.db, metrics })
  await app.register(authorization)
  await app.register(errors)
  await app.register(openapi)
  if (config.docsPage === 'on') await app.register(docsPage)
  await app.register(health, { readiness })
  await app.register(identity, { parts, config })
  await app.register(bankAccountRoutes, { parts: bankAccounts })
  await app.register(roleRoutes)
  await app.register(auditRoutes, { db: database.db })
  await app.register(walletRoutes, { db: database.db, clock, limits: config.depositLimits })
  await app.register(transactionRoutes, { db: database.db, ledger })
  await app.register(depositRoutes, { parts: deposits })
  await app.register(depositAdminRoutes, { parts: deposits })
  await app.register(withdrawalRoutes, { parts: withdrawals })
  await app.register(approvalRoutes, { parts: withdrawals })
  await app.register(breakRoutes, { db: database.db, clock })
  await app.register(reconciliationRoutes, { parts: reconciliation })
  const { keyring, tenantId } = parts
  const inbox = { db: database.db, clock, keyring, tenantId }
  await app.register(webhookRoutes, { inbox, gateways, addresses: config.webhookAddresses, metrics })
  await app.register(webhookAdminRoutes, { db: database.db })
  await app.register(deadLetterRoutes, { db: database.db, clock })
  return app
}

/**
 * Everything has an end. Fastify's own defaults for the first three are "never".
 *
 * A socket may be silent for longer than a handler may run, or it would be cut before the handler's time-out is
 * told. Connections live longer than those of common load balancers (60 s), or one would be reused while we close it.
 */
const limits = {
  requestTimeout: 10_000,
  handlerTimeout: 15_000,
  connectionTimeout: 20_000,
  keepAliveTimeout: 72_000,
  maxRequestsPerSocket: 1_000,
  bodyLimit: 64 * 1024,
  // Without the second, Node looks only every 30 s whether a request is late.
  http: { maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 1_000 },
  routerOptions: { maxParamLength: 128 },
}
