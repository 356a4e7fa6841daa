import type { FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { jsonResponse, problemResponse } from '../contract/response.ts'
import { GatewayParams, WebhookReceipt } from '../contract/webhooks.ts'
import { type WebhookGateway, WebhookRefusal } from '../gateways/webhook-gateway.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { App } from '../plugins/instance.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import { addressList } from './address-list.ts'
import { countRefusal } from './inbox-store.ts'
import { type Inbox, receiveWebhook } from './receive-webhook.ts'

export interface WebhookDoor {
  readonly inbox: Inbox
  readonly gateways: readonly WebhookGateway[]
  /** The only addresses that are let in; everybody is, where there are none. */
  readonly addresses: readonly string[]
  readonly metrics: Metrics
}

const largestBody = 256 * 1024

/**
 * Where providers tell us what happened. The order is: how often, size, address, signature, and only then a look at the
 * body; then one short transaction, and the answer.
 *
 * A refusal is an error, never a 2xx: where it is our own mistake, a key that we have not heard of yet, say, the
 * provider sends again for a day and a half, and nothing is lost.
 */
export const webhookRoutes = fastifyPlugin(
  async (app: App, { inbox, gateways, addresses, metrics }: WebhookDoor) => {
    const isListed = addressList(addresses)

    await app.register(async (door: App) => {
      // Whatever the type says, the bytes are kept as they came: the signature is over them.
      door.removeAllContentTypeParsers()
      door.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

      door.post(
        '/v1/webhooks/:gateway',
        {
          config: { access: 'public', limit: 'webhooks' },
          bodyLimit: largestBody,
          schema: {
            operationId: 'receiveWebhook',
            tags: ['webhooks'],
            summary: 'Tell what happened',
            description:
              'For payment providers: a signed body of at most 256 KiB, in the form of the provider.',
            params: GatewayParams,
            response: {
              200: jsonResponse('It is kept, and will be acted on', WebhookReceipt),
              '4xx': problemResponse('It was refused and is not kept; `code` says why'),
            },
          },
        },
        async (request) => {
          const gateway = gateways.find(({ name }) => name === request.params.gateway)
          if (gateway === undefined) throw new ProblemError('not_found', 'No gateway of that name is set up.')
          try {
            if (!isListed(request.ip)) {
              throw new WebhookRefusal('foreign_address', 'It comes from an address that is not listed.')
            }
            const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
            const sent = { rawBody, headers: request.headers, clientIp: request.ip }
            const { webhook, outcome } = await receiveWebhook(inbox, gateway, sent)
            metrics.webhookReceived({ gateway: gateway.name, outcome })
            request.log.info({ gateway: gateway.name, webhook, outcome }, 'webhook')
            return { status: outcome }
          } catch (error) {
            if (!(error instanceof WebhookRefusal)) throw error
            await noteRefusal(request, gateway.name, error)
            throw problemOfRefusal(error)
          }
        },
      )
    })

    async function noteRefusal(
      request: FastifyRequest,
      gateway: string,
      { code: reason, message }: WebhookRefusal,
    ): Promise<void> {
      metrics.webhookReceived({ gateway, outcome: reason })
      request.log.warn({ gateway, outcome: 'refused', reason }, `webhook refused: ${message}`)
      const { db, clock, tenantId } = inbox
      const refusal = { gateway, reason, clientIp: request.ip, requestId: request.id }
      try {
        await countRefusal(db, { ...refusal, tenantId: await tenantId() }, clock.now())
      } catch (error) {
        request.log.warn({ err: error }, 'a refused webhook was not counted')
      }
    }
  },
  { name: 'webhook-routes', dependencies: ['rate-limit', 'errors', 'openapi'] },
)

function problemOfRefusal({ code, message }: WebhookRefusal): ProblemError {
  return code.startsWith('foreign_')
    ? new ProblemError('webhook_foreign', `${message} It was not kept.`)
    : new ProblemError('webhook_refused', `${message} It was not kept.`)
}
