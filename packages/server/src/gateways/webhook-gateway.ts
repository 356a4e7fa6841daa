/** A webhook as it came, before anything in it is believed. */
export interface SentWebhook {
  /** The bytes as they came: read and written again, they would fit no signature. */
  readonly rawBody: Uint8Array
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What a verified webhook is about. Empty where the provider does not say, or not so that it can be read. */
export interface VerifiedWebhook {
  readonly eventType: string
  readonly objectKind: string
  readonly objectId: string
}

/** Why a webhook is turned away. All of them are answered with an error, so that a provider we wronged sends again. */
export type WebhookRefusalReason =
  | 'signature_missing'
  | 'signature_malformed'
  | 'signature_mismatch'
  | 'key_unusable'
  | 'foreign_brand'
  | 'foreign_mode'
  | 'foreign_address'

export class WebhookRefusal extends Error {
  override readonly name = 'WebhookRefusal'
  readonly code: WebhookRefusalReason

  constructor(code: WebhookRefusalReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The part of a gateway that webhooks come in by. */
export interface WebhookGateway {
  /** As in the path. */
  readonly name: string
  /** Believes a webhook or throws a WebhookRefusal. Looks at nothing in the body before its signature. */
  verify(webhook: SentWebhook): Promise<VerifiedWebhook>
}
