import { fastifyPlugin } from 'fastify-plugin'
import { BankAccount, BankAccountBody, SharedBankAccounts } from '../contract/bank-account.ts'
import { StepUpHeaders } from '../contract/identity.ts'
import { emptyResponse, jsonResponse, problemResponse } from '../contract/response.ts'
import type { App } from '../plugins/instance.ts'
import { principalOf } from '../plugins/principal.ts'
import { type LinkedBankAccount, usableFrom } from './bank-account.ts'
import { getBankAccount, readSharedBankAccounts } from './bank-account-queries.ts'
import { linkBankAccount } from './link-bank-account.ts'
import type { BankAccountParts } from './parts.ts'
import { removeBankAccount } from './remove-bank-account.ts'

/** The one bank account of whoever is logged in, and what staff see of those that several users have linked. */
export const bankAccountRoutes = fastifyPlugin(
  (app: App, { parts }: { parts: BankAccountParts }, done: () => void) => {
    const config = { access: 'bank-account:manage' } as const
    const tags = ['bank account']
    const badRequest = problemResponse('The request is not as described')
    const refused = problemResponse('Refused; `code` says why and `detail` what to do')
    const missing = problemResponse('No bank account is linked')
    const unauthenticated = { 401: refused, 403: refused }

    app.get(
      '/v1/bank-account',
      {
        config,
        schema: {
          tags,
          operationId: 'getBankAccount',
          summary: 'The linked bank account',
          response: { 200: jsonResponse('The account', BankAccount), 404: missing, ...unauthenticated },
        },
      },
      async (request) => answerOf(await getBankAccount(parts, principalOf(request)), parts),
    )

    app.put(
      '/v1/bank-account',
      {
        config,
        schema: {
          tags,
          operationId: 'linkBankAccount',
          summary: 'Link a bank account, in place of the one before',
          description:
            'No withdrawal goes there before `usable_from`. The same account again changes nothing. With a second factor it has to be approved: `step_up_required`.',
          headers: StepUpHeaders,
          body: BankAccountBody,
          response: {
            200: jsonResponse('The account', BankAccount),
            400: badRequest,
            422: refused,
            503: refused,
            ...unauthenticated,
          },
        },
      },
      async (request) => {
        const { bank_name: bankName, account_number: number, holder } = request.body
        const stepUpId = request.headers['step-up']
        const linked = await linkBankAccount(parts, principalOf(request), {
          bankName,
          number,
          holder,
          stepUpId,
        })
        return answerOf(linked, parts)
      },
    )

    app.delete(
      '/v1/bank-account',
      {
        config,
        schema: {
          tags,
          operationId: 'removeBankAccount',
          summary: 'Remove the linked bank account',
          description:
            'Its number is forgotten. Withdrawals that were asked for before go where they were to go.',
          response: { 204: emptyResponse('It is removed'), 404: missing, ...unauthenticated },
        },
      },
      async (request, reply) => {
        await removeBankAccount(parts, principalOf(request))
        return reply.code(204).send(null)
      },
    )

    app.get(
      '/v1/admin/bank-accounts/shared',
      {
        config: { access: 'user:read' },
        schema: {
          tags: ['admin'],
          operationId: 'listSharedBankAccounts',
          summary: 'Bank accounts that several users have linked',
          description: 'A family may share one, and so may a thief with many names. Users are not told.',
          response: { 200: jsonResponse('The accounts', SharedBankAccounts), ...unauthenticated },
        },
      },
      async (request) => ({ data: await readSharedBankAccounts(parts, principalOf(request)) }),
    )
    done()
  },
  { name: 'bank-account-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)

function answerOf(account: LinkedBankAccount, { coolingMs }: BankAccountParts): BankAccount {
  return {
    bank_name: account.bankName,
    holder: account.holder,
    last_four: account.lastFour,
    changed_at: account.changedAt.toISOString(),
    usable_from: usableFrom(account, coolingMs).toISOString(),
  }
}
