import { fastifyPlugin } from 'fastify-plugin'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { Webhook, WebhookPage, WebhookParams, WebhookQuery } from '../contract/webhooks.ts'
import type { Db } from '../database/transaction.ts'
import type { App } from '../plugins/instance.ts'
import { placeOf } from '../plugins/place-of.ts'
import { principalOf } from '../plugins/principal.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { replayWebhook } from './replay-webhook.ts'
import { readWebhook, readWebhookPage } from './webhook-queries.ts'

/** The inbox, for support: what came, what became of it, and having it acted on once more. */
export const webhookAdminRoutes = fastifyPlugin(
  (app: App, { db }: { db: Db }, done: () => void) => {
    const refusals = { '4xx': problemResponse('The request was refused; `code` says why') }

    app.get(
      '/v1/admin/webhooks',
      {
        config: { access: 'webhook:replay' },
        schema: {
          operationId: 'listWebhooks',
          tags: ['admin'],
          summary: 'Webhooks that came',
          description: 'Every webhook with a good signature, the newest first.',
          querystring: WebhookQuery,
          response: { 200: jsonResponse('One page of the inbox', WebhookPage), ...refusals },
        },
      },
      async (request) => {
        const { limit = 50, cursor, ...filters } = request.query
        const place = placeOf(cursor, filters)
        return await readWebhookPage(db, { tenantId: principalOf(request).tenantId, filters, limit, place })
      },
    )

    app.get(
      '/v1/admin/webhooks/:id',
      {
        config: { access: 'webhook:replay' },
        schema: {
          operationId: 'getWebhook',
          tags: ['admin'],
          summary: 'One webhook',
          description:
            'What came and what became of it. What it says is not shown: it names people and accounts.',
          params: WebhookParams,
          response: { 200: jsonResponse('The webhook', Webhook), ...refusals },
        },
      },
      async (request) => await findWebhook(request.params.id, principalOf(request).tenantId),
    )

    app.post(
      '/v1/admin/webhooks/:id/replay',
      {
        config: { access: 'webhook:replay' },
        schema: {
          operationId: 'replayWebhook',
          tags: ['admin'],
          summary: 'Act on a webhook once more',
          description: 'Harmless at any time: what is done already is found to be done.',
          params: WebhookParams,
          response: { 202: jsonResponse('It will be acted on', Webhook), ...refusals },
        },
      },
      async (request, reply) => {
        const { tenantId } = principalOf(request)
        const { id } = request.params
        await replayWebhook(db, { id, tenantId })
        return reply.code(202).send(await findWebhook(id, tenantId))
      },
    )

    async function findWebhook(id: string, tenantId: number): Promise<Webhook> {
      const webhook = await readWebhook(db, { id, tenantId })
      if (webhook !== undefined) return webhook
      throw new ProblemError('not_found', 'There is no webhook of that id.')
    }
    done()
  },
  { name: 'webhook-admin-routes', dependencies: ['authorization', 'errors', 'openapi'] },
)
