import { fastifyPlugin } from 'fastify-plugin'
import {
  CaptureBody,
  DepositParams,
  Refund,
  RefundBody,
  ReleaseBody,
  StaffDeposit,
} from '../contract/deposits.ts'
import { IdempotencyHeaders } from '../contract/idempotency.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { answerOnce, sendKeyedAnswer } from '../plugins/idempotency.ts'
import { keyedRequest } from '../plugins/idempotency-key.ts'
import type { App } from '../plugins/instance.ts'
import { principalOf } from '../plugins/principal.ts'
import { beginCapture, beginRelease, finishCapture, finishRelease } from './end-authorization.ts'
import type { DepositParts } from './parts.ts'
import { beginRefund, finishRefund } from './refund-deposit.ts'
import { showDepositToStaff, showRefund } from './show-deposit.ts'

/** What finance decides about deposits of others. */
export const depositAdminRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: DepositParts }, done: () => void) => {
    const config = { access: 'refund:issue', limit: 'payments' } as const
    const described = {
      tags: ['admin'],
      headers: IdempotencyHeaders,
      params: DepositParams,
    }
    const refused = {
      '4xx': problemResponse('The request was refused; `code` says why'),
      503: problemResponse('The payment provider cannot be reached; ask again with the same key'),
    }

    app.post(
      '/v1/admin/deposits/:id/refund',
      {
        config,
        schema: {
          ...described,
          operationId: 'refundDeposit',
          summary: 'Give a deposit back to where it came from',
          description:
            'The owner loses the amount; the payer gets it back, less the penalty. What was spent already is owed. While the provider has not said what came of it, the refund is `requested`.',
          body: RefundBody,
          response: { 201: jsonResponse('The refund', Refund), ...refused },
        },
      },
      async (request, reply) => {
        const staff = principalOf(request)
        const { amount, penalty_bps: penaltyBps, reason } = request.body
        const wish = { depositId: request.params.id, amount, penaltyBps, reason }
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => beginRefund(parts, trx, staff, wish),
          async finish(id) {
            const { deposit, refund } = await finishRefund(parts, id)
            return { status: 201, body: Refund.parse(showRefund(deposit, refund)) }
          },
        })
        return sendKeyedAnswer(reply, answer)
      },
    )

    app.post(
      '/v1/admin/deposits/:id/capture',
      {
        config,
        schema: {
          ...described,
          operationId: 'captureDeposit',
          summary: 'Take an authorized deposit, all or part',
          description: 'What is not taken is let go.',
          body: CaptureBody,
          response: { 200: jsonResponse('The deposit', StaffDeposit), ...refused },
        },
      },
      async (request, reply) => {
        const staff = principalOf(request)
        const wish = { depositId: request.params.id, amount: request.body.amount }
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => beginCapture(trx, staff, wish),
          finish: async (id) => ({
            status: 200,
            body: StaffDeposit.parse(showDepositToStaff(await finishCapture(parts, id))),
          }),
        })
        return sendKeyedAnswer(reply, answer)
      },
    )

    app.post(
      '/v1/admin/deposits/:id/release',
      {
        config,
        schema: {
          ...described,
          operationId: 'releaseDeposit',
          summary: 'Let an authorized deposit go',
          body: ReleaseBody,
          response: { 200: jsonResponse('The deposit', StaffDeposit), ...refused },
        },
      },
      async (request, reply) => {
        const staff = principalOf(request)
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => beginRelease(trx, staff, { depositId: request.params.id }),
          finish: async (id) => ({
            status: 200,
            body: StaffDeposit.parse(showDepositToStaff(await finishRelease(parts, id))),
          }),
        })
        return sendKeyedAnswer(reply, answer)
      },
    )
    done()
  },
  { name: 'deposit-admin-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
