import { fastifyPlugin } from 'fastify-plugin'
import { allowedMethods, type DeclaredRoute } from './allowed-methods.ts'
import type { App } from './instance.ts'
import { problem, problemOf } from './problem-of.ts'
import { sendProblem } from './send-problem.ts'

/** One format for everything that is no success. */
export const errors = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.setErrorHandler((error, request, reply) => {
      const body = problemOf(error)
      if (body.status >= 500) request.log.error({ err: error, code: body.code }, 'request failed')
      else request.log.debug({ err: error, code: body.code }, 'request refused')
      return sendProblem(request, reply, body)
    })

    const routes: DeclaredRoute[] = []
    app.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) routes.push({ method: name, url })
    })
    app.setNotFoundHandler((request, reply) => {
      const methods = allowedMethods(routes, request.url.split('?', 1)[0] ?? '')
      if (methods.length === 0) {
        return sendProblem(
          request,
          reply,
          problem('not_found', 'Correct the address; /openapi.json lists them all.'),
        )
      }
      reply.header('allow', methods.join(', '))
      return sendProblem(request, reply, problem('method_not_allowed', `Use ${methods.join(' or ')} here.`))
    })
    done()
  },
  { name: 'errors' },
)
