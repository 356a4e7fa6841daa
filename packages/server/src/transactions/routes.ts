import { Readable } from 'node:stream'
import type { PgLedger } from '@evenkeel/ledger'
import { fastifyPlugin } from 'fastify-plugin'
import { z } from 'zod'
import { showMoney } from '../contract/money.ts'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import {
  StaffTransactionPage,
  StaffTransactionQuery,
  TransactionDetail,
  TransactionFilter,
  TransactionPage,
  TransactionQuery,
  TransactionSummary,
} from '../contract/transactions.ts'
import type { Db } from '../database/transaction.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { transactionsAsCsv } from './csv.ts'
import { readOwnersJournals } from './owners-journals.ts'
import { showTransaction, showTransactionToStaff } from './show-transaction.ts'
import {
  amountOf,
  countTransactions,
  findTransaction,
  readTransactionPage,
  type Scope,
  sumTransactions,
  type TransactionRow,
  type TransactionSum,
} from './transaction-queries.ts'

const Params = z.object({ id: z.uuid() })

/** What happened to wallets, for their owners and for staff. */
export const transactionRoutes = fastifyPlugin(
  (app: App, { db, ledger }: { db: Db; ledger: PgLedger }, done: () => void) => {
    const config = { access: 'wallet:read' } as const
    const tags = ['money']
    const refused = { '4xx': problemResponse('The request was refused; `code` says why') }

    async function readPage(
      scope: Scope,
      { sort, limit = 100, cursor, page, ...filters }: z.output<typeof StaffTransactionQuery>,
    ): Promise<Awaited<ReturnType<typeof readTransactionPage>> & { total?: number }> {
      if (cursor !== undefined && page !== undefined) {
        throw new ProblemError('invalid_request', 'Send a cursor or a page, not both.')
      }
      const place = placeOf(cursor, { ...filters, sort })
      const read = await readTransactionPage(db, { scope, filters, sort, limit, place, page })
      return page === undefined ? read : { ...read, total: await countTransactions(db, scope, filters) }
    }

    app.get(
      '/v1/transactions',
      {
        config: { ...config, limit: 'search' },
        schema: {
          operationId: 'listTransactions',
          tags,
          summary: 'What happened to your wallets',
          querystring: TransactionQuery,
          response: { 200: jsonResponse('One page', TransactionPage), ...refused },
        },
      },
      async (request) => {
        const { data, ...rest } = await readPage({ userId: principalOf(request).userId }, request.query)
        return { data: data.map(showTransaction), ...rest }
      },
    )

    app.get(
      '/v1/transactions/summary',
      {
        config: { ...config, limit: 'search' },
        schema: {
          operationId: 'summarizeTransactions',
          tags,
          summary: 'How much came in and went out',
          querystring: TransactionFilter,
          response: { 200: jsonResponse('Sums by currency and status', TransactionSummary), ...refused },
        },
      },
      async (request) => {
        const { userId } = principalOf(request)
        return { data: (await sumTransactions(db, { userId }, request.query)).map(shownSum) }
      },
    )

    app.get(
      '/v1/transactions/export.csv',
      {
        config: { ...config, limit: 'search' },
        schema: {
          operationId: 'exportTransactions',
          tags,
          summary: 'Your transactions as a file for a spreadsheet',
          description:
            'CSV as RFC 4180 has it, the newest first. A cell that could be a formula begins with an apostrophe.',
          querystring: TransactionFilter,
          response: {
            200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } },
            ...refused,
          },
        },
      },
      async (request, reply) => {
        const { userId } = principalOf(request)
        const lines = Readable.from(transactionsAsCsv(db, { scope: { userId }, filters: request.query }))
        reply
          .header('content-type', 'text/csv; charset=utf-8; header=present')
          .header('content-disposition', 'attachment; filename="transactions.csv"')
        // The schema describes the text; a stream carries it without ever holding all of it.
        return reply.send(lines as unknown as string)
      },
    )

    app.get(
      '/v1/transactions/:id',
      {
        config,
        schema: {
          operationId: 'getTransaction',
          tags,
          summary: 'One transaction, with its journals',
          params: Params,
          response: { 200: jsonResponse('The transaction', TransactionDetail), ...refused },
        },
      },
      async (request) => {
        const { userId, tenant } = principalOf(request)
        const row = await findTransaction(db, { id: request.params.id, userId })
        if (row === undefined) throw new ProblemError('not_found', 'You have no such transaction.')
        return {
          ...showTransaction(row),
          journals: await readOwnersJournals(ledger.book(tenant), userId, row.journals),
        }
      },
    )

    app.get(
      '/v1/admin/transactions',
      {
        config: { access: 'transaction:read-any' },
        schema: {
          operationId: 'listAllTransactions',
          tags: ['admin'],
          summary: 'What happened to the wallets of everybody',
          querystring: StaffTransactionQuery,
          response: { 200: jsonResponse('One page', StaffTransactionPage), ...refused },
        },
      },
      async (request) => {
        const query = { ...request.query, limit: request.query.limit ?? 50 }
        const { data, ...rest } = await readPage({ tenantId: principalOf(request).tenantId }, query)
        return { data: data.map((row: TransactionRow) => showTransactionToStaff(row)), ...rest }
      },
    )
    done()
  },
  { name: 'transaction-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)

function shownSum(sum: TransactionSum): z.output<typeof TransactionSummary>['data'][number] {
  const { currency, status, count } = sum
  return {
    currency,
    status,
    count: Number(count),
    in: showMoney(amountOf(sum, sum.in)),
    out: showMoney(amountOf(sum, sum.out)),
  }
}
