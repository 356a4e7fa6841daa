import { fastifyPlugin } from 'fastify-plugin'
import { Deposit, DepositPage, DepositParams, DepositQuery, MakeDepositBody } from '../contract/deposits.ts'
import { IdempotencyHeaders } from '../contract/idempotency.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { answerOnce, sendKeyedAnswer } from '../plugins/idempotency.ts'
import { keyedRequest } from '../plugins/idempotency-key.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { readDepositPage } from './deposit-queries.ts'
import { findDeposit } from './deposit-store.ts'
import { beginDeposit, startDeposit } from './make-deposit.ts'
import type { DepositParts } from './parts.ts'
import { showDeposit } from './show-deposit.ts'

/** Paying in, for owners. */
export const depositRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: DepositParts }, done: () => void) => {
    const config = { access: 'deposit:make' } as const
    const tags = ['money']
    const refused = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.post(
      '/v1/deposits',
      {
        config: { ...config, limit: 'payments' },
        schema: {
          operationId: 'makeDeposit',
          tags,
          summary: 'Pay in',
          description:
            'Send the payer to `checkout_url`. The wallet is credited when the payment provider confirms what came in, not when the browser returns.',
          headers: IdempotencyHeaders,
          body: MakeDepositBody,
          response: {
            201: jsonResponse('The deposit, with where to pay', Deposit),
            ...refused,
            503: problemResponse('The payment provider cannot be reached; ask again with the same key'),
          },
        },
      },
      async (request, reply) => {
        const owner = principalOf(request)
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => beginDeposit(parts, trx, owner, request.body),
          async finish(id) {
            const deposit = await startDeposit(parts, id)
            if (deposit.purchaseId !== null) return { status: 201, body: Deposit.parse(showDeposit(deposit)) }
            throw new ProblemError(
              'gateway_refused',
              'The payment provider does not take this payment. Choose another amount, or ask the support.',
            )
          },
        })
        return sendKeyedAnswer(reply, answer)
      },
    )

    app.get(
      '/v1/deposits',
      {
        config,
        schema: {
          operationId: 'listDeposits',
          tags,
          summary: 'What you have paid in',
          querystring: DepositQuery,
          response: { 200: jsonResponse('One page of your deposits', DepositPage), ...refused },
        },
      },
      async (request) => {
        const { limit = 100, cursor } = request.query
        const { userId } = principalOf(request)
        return readDepositPage(parts.db, { userId, limit, place: placeOf(cursor, {}) })
      },
    )

    app.get(
      '/v1/deposits/:id',
      {
        config,
        schema: {
          operationId: 'getDeposit',
          tags,
          summary: 'One deposit',
          params: DepositParams,
          response: { 200: jsonResponse('Your deposit', Deposit), ...refused },
        },
      },
      async (request) => {
        const deposit = await findDeposit(parts.db, request.params.id)
        if (deposit?.userId !== principalOf(request).userId) {
          throw new ProblemError('not_found', 'You have no such deposit.')
        }
        return showDeposit(deposit)
      },
    )
    done()
  },
  { name: 'deposit-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
