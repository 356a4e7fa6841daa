import { fastifyPlugin } from 'fastify-plugin'
import { IdempotencyHeaders } from '../contract/idempotency.ts'
import { StepUpHeaders } from '../contract/identity.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import {
  CancelBody,
  RequestWithdrawalBody,
  type ShownWithdrawal,
  Withdrawal,
  WithdrawalPage,
  WithdrawalParams,
  WithdrawalQuery,
} from '../contract/withdrawals.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { demandStepUp, StepUpNeeded } from '../identity/step-up.ts'
import { answerOnce, sendKeyedAnswer } from '../plugins/idempotency.ts'
import { keyedRequest } from '../plugins/idempotency-key.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { cancelWithdrawal } from './cancel-withdrawal.ts'
import type { WithdrawalParts } from './parts.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { showWithdrawal } from './show-withdrawal.ts'
import { readWithdrawalPage } from './withdrawal-queries.ts'
import { findWithdrawal, readWithdrawal } from './withdrawal-store.ts'

/** Taking out, for owners. */
export const withdrawalRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: WithdrawalParts }, done: () => void) => {
    const config = { access: 'withdrawal:make' } as const
    const tags = ['money']
    const refused = { '4xx': problemResponse('The request was refused; `code` says why') }
    const shown = async (id: string): Promise<ShownWithdrawal> =>
      Withdrawal.parse(showWithdrawal(await readWithdrawal(parts.db, id)))

    app.post(
      '/v1/withdrawals',
      {
        config: { ...config, limit: 'payments' },
        schema: {
          operationId: 'requestWithdrawal',
          tags,
          summary: 'Take out',
          description:
            'Amount and fee are held at once; they leave the wallet when the bank has the money, and are free again when it comes to nothing. Larger amounts need a code of the second factor: `step_up_required`.',
          headers: IdempotencyHeaders.extend(StepUpHeaders.shape),
          body: RequestWithdrawalBody,
          response: {
            202: jsonResponse('The withdrawal, which staff may have to approve', Withdrawal),
            ...refused,
            503: problemResponse('No payment provider takes withdrawals; ask again with the same key'),
          },
        },
      },
      async (request, reply) => {
        const owner = principalOf(request)
        const wish = {
          amount: request.body.amount,
          clientIp: request.ip,
          stepUpId: request.headers['step-up'],
        }
        try {
          const answer = await answerOnce(parts, keyedRequest(request), {
            begin: (trx) => requestWithdrawal(parts, trx, owner, wish),
            finish: async (id) => {
              await failpoint('withdrawal-kept')
              return { status: 202, body: await shown(id) }
            },
          })
          const { id } = Withdrawal.parse(JSON.parse(answer.body))
          reply.header('location', `/v1/withdrawals/${id}`)
          return sendKeyedAnswer(reply, answer)
        } catch (error) {
          // Asked for after the transaction is over: the question has to last although the act is refused.
          if (error instanceof StepUpNeeded) return demandStepUp(parts, owner, error.act)
          throw error
        }
      },
    )

    app.get(
      '/v1/withdrawals',
      {
        config,
        schema: {
          operationId: 'listWithdrawals',
          tags,
          summary: 'What you have taken out',
          querystring: WithdrawalQuery,
          response: { 200: jsonResponse('One page of your withdrawals', WithdrawalPage), ...refused },
        },
      },
      async (request) => {
        const { limit = 100, cursor } = request.query
        const { userId } = principalOf(request)
        return readWithdrawalPage(parts.db, { userId, limit, place: placeOf(cursor, {}) })
      },
    )

    app.get(
      '/v1/withdrawals/:id',
      {
        config,
        schema: {
          operationId: 'getWithdrawal',
          tags,
          summary: 'One withdrawal',
          params: WithdrawalParams,
          response: { 200: jsonResponse('Your withdrawal', Withdrawal), ...refused },
        },
      },
      async (request) => {
        const withdrawal = await findWithdrawal(parts.db, request.params.id)
        if (withdrawal?.userId !== principalOf(request).userId) {
          throw new ProblemError('not_found', 'You have no such withdrawal.')
        }
        return showWithdrawal(withdrawal)
      },
    )

    app.post(
      '/v1/withdrawals/:id/cancel',
      {
        config: { ...config, limit: 'payments' },
        schema: {
          operationId: 'cancelWithdrawal',
          tags,
          summary: 'Take a withdrawal back',
          description: 'As long as it is pending. Amount and fee can be used again.',
          headers: IdempotencyHeaders,
          params: WithdrawalParams,
          body: CancelBody,
          response: { 200: jsonResponse('The withdrawal', Withdrawal), ...refused },
        },
      },
      async (request, reply) => {
        const owner = principalOf(request)
        const answer = await answerOnce(parts, keyedRequest(request), {
          begin: (trx) => cancelWithdrawal(parts, trx, owner, request.params.id),
          finish: async (id) => {
            await failpoint('withdrawal-cancelled')
            return { status: 200, body: await shown(id) }
          },
        })
        return sendKeyedAnswer(reply, answer)
      },
    )
    done()
  },
  { name: 'withdrawal-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
