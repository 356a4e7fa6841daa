import { z } from 'zod'
import { Page, PageLimit } from './page.ts'

export const GatewayParams = z.object({
  gateway: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/)
    .meta({ example: 'revio' }),
})

export const WebhookReceipt = z
  .object({ status: z.enum(['accepted', 'repeated']).describe('repeated: the same bytes have come before') })
  .meta({ id: 'WebhookReceipt', description: 'The webhook is kept, and will be acted on' })

/** A webhook as staff see it. What it says is not shown: it names people and their accounts. */
export const Webhook = z
  .object({
    id: z.string(),
    gateway: z.string(),
    event_type: z.string().describe('empty where it says nothing that can be read'),
    object_kind: z.string().describe('empty where it is unknown'),
    object_id: z.string().describe("the provider's id"),
    digest: z.string().describe('SHA-256 of the body, in hex'),
    received_at: z.iso.datetime(),
    last_received_at: z.iso.datetime(),
    deliveries: z.int().describe('how often the same bytes came'),
    client_ip: z.string().describe('where it came from first'),
    status: z
      .enum(['open', 'handled', 'ignored'])
      .describe('open: nobody has acted on it yet; ignored: there was nothing to do'),
    ended_at: z.iso.datetime().nullable(),
    job_id: z.string().describe('the job that acts on it; the same in the log and among the dead letters'),
  })
  .meta({ id: 'Webhook', description: 'A webhook in the inbox' })

export type Webhook = z.output<typeof Webhook>

export const WebhookPage = z
  .object({ data: z.array(Webhook), page: Page })
  .meta({ id: 'WebhookPage', description: 'Webhooks, the newest first' })

const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\P{Cc}+$/u, 'Send text without control characters.')

export const WebhookQuery = z.strictObject({
  gateway: text(63).optional().meta({ example: 'revio' }),
  event_type: text(128).optional().meta({ example: 'purchase.paid' }),
  object_id: text(128).optional(),
  status: Webhook.shape.status.optional(),
  limit: PageLimit,
  cursor: z.string().min(1).max(512).optional(),
})

export const WebhookParams = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'Send the id of a webhook.')
    .meta({ example: '1' }),
})
