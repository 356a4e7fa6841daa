import { fastifyPlugin } from 'fastify-plugin'
import { isAllowed } from '../authorization/is-allowed.ts'
import type { App } from './instance.ts'
import { ProblemError } from './problem-of.ts'

/**
 * Lets a request through only where a role of its caller grants what the route declares. Roles are those that the
 * session had when the request arrived, so a role that is taken away is gone with the next request.
 *
 * Whose row it is, is not decided here: each query names its owner, and what belongs to somebody else is not found.
 */
export const authorization = fastifyPlugin(
  (app: App, _options: object, done: () => void) => {
    app.addHook('onRequest', async (request) => {
      // Absent only where nothing is: a route without it has stopped the start.
      const { access = 'public' } = request.routeOptions.config
      if (access === 'public') return
      if (request.principal === null) {
        if (request.disbelief !== undefined) throw request.disbelief
        throw new ProblemError('not_logged_in', 'Log in, and send the access token in Authorization.')
      }
      if (access !== 'user' && !isAllowed(request.principal.roles, access)) {
        throw new ProblemError('not_allowed', `This takes the permission ${access}. An admin grants roles.`)
      }
    })
    done()
  },
  { name: 'authorization', dependencies: ['access', 'identification'] },
)
