import { fastifyPlugin } from 'fastify-plugin'
import { readBreaksOpened } from '../breaks/breaks.ts'
import { IdempotencyHeaders } from '../contract/idempotency.ts'
import { showMoney } from '../contract/money.ts'
import {
  AskRunBody,
  ReconciliationQuery,
  ReconciliationRun,
  ReconciliationRunDetail,
  ReconciliationRunPage,
  RunParams,
  Settlement,
  SettlementBody,
} from '../contract/reconciliation.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { inTransaction } from '../database/transaction.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { answerOnce, sendKeyedAnswer } from '../plugins/idempotency.ts'
import { keyedRequest } from '../plugins/idempotency-key.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { ReconciliationParts } from './parts.ts'
import { receiveSettlement } from './receive-settlement.ts'
import { readRun, readRunPage } from './run-queries.ts'
import { openRun } from './run-store.ts'

const mostBreaks = 200

/** How our side compares with the gateways, for finance. */
export const reconciliationRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: ReconciliationParts }, done: () => void) => {
    const { db, clock } = parts
    const config = { access: 'reconciliation:run' } as const
    const tags = ['admin']
    const refusals = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/admin/reconciliation',
      {
        config,
        schema: {
          operationId: 'listReconciliationRuns',
          tags,
          summary: 'Comparisons with the gateways',
          querystring: ReconciliationQuery,
          response: { 200: jsonResponse('One page of the runs', ReconciliationRunPage), ...refusals },
        },
      },
      async (request) => {
        const { limit = 50, cursor } = request.query
        const { tenantId } = principalOf(request)
        return readRunPage(db, { tenantId, limit, place: placeOf(cursor, {}) })
      },
    )

    app.get(
      '/v1/admin/reconciliation/:run',
      {
        config,
        schema: {
          operationId: 'getReconciliationRun',
          tags,
          summary: 'One comparison, with what it found',
          params: RunParams,
          response: { 200: jsonResponse('The run', ReconciliationRunDetail), ...refusals },
        },
      },
      async (request) => {
        const { tenantId } = principalOf(request)
        const run = await readRun(db, { id: request.params.run, tenantId })
        if (run === undefined) throw new ProblemError('not_found', 'There is no such run.')
        if (run.started_at === null) return { ...run, breaks: [] }
        const from = new Date(run.started_at)
        const to = run.ended_at === null ? clock.now() : new Date(run.ended_at)
        return { ...run, breaks: await readBreaksOpened(db, { tenantId, from, to, limit: mostBreaks }) }
      },
    )

    app.post(
      '/v1/admin/reconciliation/run',
      {
        config,
        schema: {
          operationId: 'askForReconciliation',
          tags,
          summary: 'Compare with the gateways now',
          description:
            'A worker does it. While one run is open, everybody who asks is answered with that one.',
          body: AskRunBody,
          response: { 202: jsonResponse('The run', ReconciliationRun), ...refusals },
        },
      },
      async (request, reply) => {
        const { tenantId, userId } = principalOf(request)
        if (tenantId !== (await parts.tenantId())) {
          throw new ProblemError('not_allowed', 'Gateways are compared by the tenant of the service.')
        }
        const id = await inTransaction(db, async (trx) => {
          const run = await openRun(trx, { tenantId, askedBy: userId, now: clock.now() })
          if (run.isNew) await enqueue(trx, 'reconcile', {}, { tenantId })
          return run.id
        })
        const run = await readRun(db, { id, tenantId })
        if (run === undefined) throw new Error(`Run ${id} is gone, though runs are never removed.`)
        return reply.code(202).header('location', `/v1/admin/reconciliation/${id}`).send(run)
      },
    )

    app.post(
      '/v1/admin/settlements',
      {
        config: { access: 'adjustment:post', limit: 'payments' },
        schema: {
          operationId: 'receiveSettlement',
          tags,
          summary: 'Book what a gateway has paid to our bank',
          headers: IdempotencyHeaders,
          body: SettlementBody,
          response: { 201: jsonResponse('The settlement, as posted', Settlement), ...refusals },
        },
      },
      async (request, reply) => {
        const staff = principalOf(request)
        const { gateway, reference, amount } = request.body
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => receiveSettlement(parts, trx, staff, request.body),
          finish: async (journal) => ({
            status: 201,
            body: Settlement.parse({ gateway, reference, amount: showMoney(amount), journal }),
          }),
        })
        return sendKeyedAnswer(reply, answer)
      },
    )
    done()
  },
  { name: 'reconciliation-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
