import { type FastifyBaseLogger, fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Dependencies } from './dependencies.ts'
import { identity } from './identity/identity.ts'
import { access } from './plugins/access.ts'
import { answerClientError } from './plugins/client-error.ts'
import { docsPage } from './plugins/docs-page.ts'
import { errors } from './plugins/errors.ts'
import { health } from './plugins/health.ts'
import type { App } from './plugins/instance.ts'
import { openapi } from './plugins/openapi.ts'
import { problemOf } from './plugins/problem-of.ts'
import { requestContext } from './plugins/request-context.ts'
import { requestId } from './plugins/request-id.ts'
import { RequestLog } from './plugins/request-log.ts'
import { security } from './plugins/security.ts'
import { sendProblem } from './plugins/send-problem.ts'

/**
 * The HTTP service, ready for requests and listening nowhere: a process listens with it, a test injects into it.
 *
 * @example
 * const dependencies = createDependencies(config, logger)
 * const app = await buildApp(dependencies)
 * await app.listen({ host: '127.0.0.1', port: 3000 })
 */
export async function buildApp({ config, logger, readiness, identity: parts }: Dependencies): Promise<App> {
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

  await app.register(access)
  await app.register(requestContext, { readiness })
  await app.register(security)
  await app.register(errors)
  await app.register(openapi)
  if (config.docsPage === 'on') await app.register(docsPage)
  await app.register(health, { readiness })
  await app.register(identity, { parts, config })
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
  http: { maxHeaderSize: 16 * 1024 },
  routerOptions: { maxParamLength: 128 },
}
