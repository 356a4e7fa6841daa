import { randomUUID } from 'node:crypto'
import { fastifyPlugin } from 'fastify-plugin'
import type { Principal } from '../contract/access.ts'
import {
  ApproveBody,
  BulkBody,
  BulkResult,
  DecisionHeaders,
  QueueQuery,
  RejectBody,
  StaffWithdrawal,
  StaffWithdrawalPage,
} from '../contract/approvals.ts'
import { IdempotencyHeaders } from '../contract/idempotency.ts'
import { StepUpHeaders } from '../contract/identity.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { WithdrawalParams } from '../contract/withdrawals.ts'
import { failpoint } from '../failpoints/failpoint.ts'
import { demandStepUp, StepUpNeeded } from '../identity/step-up.ts'
import { answerOnce, type KeyedAnswer, sendKeyedAnswer } from '../plugins/idempotency.ts'
import { type KeyedRequest, keyedRequest } from '../plugins/idempotency-key.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { type DecisionParts, type DecisionWish, decide } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { queuePlace, readQueuePage } from './queue-queries.ts'
import { readForStaff } from './read-for-staff.ts'
import { tagOf, versionSeen } from './version-seen.ts'

/** What finance decides about withdrawals of others. */
export const approvalRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: DecisionParts }, done: () => void) => {
    const config = { access: 'withdrawal:decide' } as const
    const tags = ['admin']
    const refused = { '4xx': problemResponse('The request was refused; `code` says why') }
    const decided = { 200: jsonResponse('The withdrawal as it is now', StaffWithdrawal), ...refused }

    function decideOnce(keyed: KeyedRequest, staff: Principal, wish: DecisionWish): Promise<KeyedAnswer> {
      return answerOnce(parts, keyed, {
        begin: (trx) => decide(parts, trx, staff, wish),
        finish: async (id) => {
          await failpoint('decision-kept')
          return { status: 200, body: StaffWithdrawal.parse(await readForStaff(parts.db, staff, id)) }
        },
      })
    }

    app.get(
      '/v1/admin/withdrawals',
      {
        config: { ...config, limit: 'search' },
        schema: {
          operationId: 'listWithdrawalsOfAll',
          tags,
          summary: 'Withdrawals of everybody',
          querystring: QueueQuery,
          response: { 200: jsonResponse('One page of withdrawals', StaffWithdrawalPage), ...refused },
        },
      },
      async (request) => {
        const { limit = 50, cursor, ...filters } = request.query
        const { tenantId } = principalOf(request)
        const place = placeOf(cursor, filters, queuePlace)
        return readQueuePage(parts.db, { tenantId, filters, limit, place })
      },
    )

    app.get(
      '/v1/admin/withdrawals/:id',
      {
        config,
        schema: {
          operationId: 'getWithdrawalOfAny',
          tags,
          summary: 'One withdrawal, with what a decision depends on',
          description: 'Its `ETag` is the version to decide about.',
          params: WithdrawalParams,
          response: { 200: jsonResponse('The withdrawal', StaffWithdrawal), ...refused },
        },
      },
      async (request, reply) => {
        const withdrawal = await readForStaff(parts.db, principalOf(request), request.params.id)
        reply.header('etag', tagOf(withdrawal))
        return withdrawal
      },
    )

    app.post(
      '/v1/admin/withdrawals/:id/approve',
      {
        config,
        schema: {
          operationId: 'approveWithdrawal',
          tags,
          summary: 'Approve a withdrawal',
          description:
            'Large ones take two people, and of each who has a second factor a code of it: `step_up_required`. Nobody approves their own. It is about the version in `If-Match` and no other.',
          headers: DecisionHeaders.extend(StepUpHeaders.shape),
          params: WithdrawalParams,
          body: ApproveBody,
          response: decided,
        },
      },
      async (request, reply) => {
        const keyed = keyedRequest(request)
        const version = versionSeen(request.headers['if-match'])
        const staff = principalOf(request)
        const stepUpId = request.headers['step-up']
        const wish = { id: request.params.id, version, decision: 'approve', reason: null, stepUpId } as const
        try {
          return sendKeyedAnswer(reply, await decideOnce(keyed, staff, wish))
        } catch (error) {
          // Asked for after the transaction is over: the question has to last although the act is refused.
          if (error instanceof StepUpNeeded) return demandStepUp(parts, staff, error.act)
          throw error
        }
      },
    )

    app.post(
      '/v1/admin/withdrawals/:id/reject',
      {
        config,
        schema: {
          operationId: 'rejectWithdrawal',
          tags,
          summary: 'Reject a withdrawal',
          description: 'Amount and fee can be used again, and the owner is told why.',
          headers: DecisionHeaders,
          params: WithdrawalParams,
          body: RejectBody,
          response: decided,
        },
      },
      async (request, reply) => {
        const keyed = keyedRequest(request)
        const version = versionSeen(request.headers['if-match'])
        const { reason } = request.body
        const wish = {
          id: request.params.id,
          version,
          decision: 'reject',
          reason,
          stepUpId: undefined,
        } as const
        return sendKeyedAnswer(reply, await decideOnce(keyed, principalOf(request), wish))
      },
    )

    app.post(
      '/v1/admin/withdrawals/bulk',
      {
        config,
        schema: {
          operationId: 'decideWithdrawals',
          tags,
          summary: 'Approve or reject many withdrawals',
          description: 'Each by itself: what is refused for one says nothing about the others.',
          headers: IdempotencyHeaders,
          body: BulkBody,
          response: { 200: jsonResponse('What came of each', BulkResult), ...refused },
        },
      },
      async (request, reply) => {
        const staff = principalOf(request)
        const { decision, reason = null, items } = request.body
        const wishes = items.map((item) => ({ ...item, decision, reason, stepUpId: undefined }))
        const answer = await answerOnce(parts, keyedRequest(request), {
          // Nothing is written yet: the key alone remembers that it was begun.
          begin: async () => randomUUID(),
          finish: async () => ({
            status: 200,
            body: BulkResult.parse(await decideMany(parts, staff, wishes)),
          }),
        })
        return sendKeyedAnswer(reply, answer)
      },
    )
    done()
  },
  { name: 'approval-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
