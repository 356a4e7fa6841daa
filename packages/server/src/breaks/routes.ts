import type { Clock } from '@evenkeel/ledger'
import { fastifyPlugin } from 'fastify-plugin'
import { Break, BreakPage, BreakQuery, ResolveBreakBody } from '../contract/breaks.ts'
import { IdParams } from '../contract/identity.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { type Db, inTransaction } from '../database/transaction.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { readBreak, readBreakPage } from './break-queries.ts'
import { lockBreak, resolveBreak } from './break-store.ts'

/** Where books and gateways differ, for finance to decide. */
export const breakRoutes = fastifyPlugin(
  (app: App, { db, clock }: { db: Db; clock: Clock }, done: () => void) => {
    const config = { access: 'break:resolve' } as const
    const refusals = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/admin/breaks',
      {
        config,
        schema: {
          operationId: 'listBreaks',
          tags: ['admin'],
          summary: 'Where books and gateways differ',
          querystring: BreakQuery,
          response: { 200: jsonResponse('One page of the breaks', BreakPage), ...refusals },
        },
      },
      async (request) => {
        const { limit = 50, cursor, ...filters } = request.query
        const { tenantId } = principalOf(request)
        return readBreakPage(db, { tenantId, filters, limit, place: placeOf(cursor, filters) })
      },
    )

    app.post(
      '/v1/admin/breaks/:id/resolve',
      {
        config,
        schema: {
          operationId: 'resolveBreak',
          tags: ['admin'],
          summary: 'Say what a difference came to',
          description:
            'Nothing is posted by it. While both sides go on saying the same, the break stays resolved; should they differ otherwise, there is a new one.',
          params: IdParams,
          body: ResolveBreakBody,
          response: { 200: jsonResponse('The break', Break), ...refusals },
        },
      },
      async (request) => {
        const { tenantId, userId } = principalOf(request)
        const { id } = request.params
        return inTransaction(db, async (trx) => {
          const found = await lockBreak(trx, { id, tenantId })
          if (found === undefined) throw new ProblemError('not_found', 'There is no such break.')
          if (found.ownerId === userId) {
            throw new ProblemError(
              'not_allowed',
              'Nobody decides about a deposit or a withdrawal of their own. Ask a colleague.',
            )
          }
          if (found.isResolved)
            throw new ProblemError('break_resolved', 'Somebody has decided about it. Look at it.')
          await resolveBreak(trx, { id, userId, reason: request.body.reason, now: clock.now() })
          return readBreak(trx, id)
        })
      },
    )
    done()
  },
  { name: 'break-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
