export type { Account, AvailableMethods, Balance } from './account.ts'
export type { Amount } from './amount.ts'
export { createRevioClient, type RevioClient, type RevioSettings } from './client.ts'
export type { Clock } from './clock.ts'
export {
  type ErrorClass,
  type ErrorCode,
  errorCodes,
  isRevioError,
  type RefusalIssue,
  RevioConnectionError,
  RevioError,
  RevioInputError,
  RevioNotSentError,
  RevioRefusalError,
  RevioReplyError,
  RevioSignatureError,
} from './errors/index.ts'
export type { Attempt } from './objects/attempt.ts'
export type { Payment, Refund } from './objects/payment.ts'
export type { PaymentPart } from './objects/payment-part.ts'
export type { Payout, PayoutStatus } from './objects/payout.ts'
export type { Purchase, PurchaseStatus } from './objects/purchase.ts'
export type { StatusChange } from './objects/status-history.ts'
export type { Done, Outcome, Refused, Unknown } from './outcome.ts'
export type { ExecutablePayout, NewPayout, Payouts } from './payouts.ts'
export type { NewPayer, NewProduct, NewPurchase } from './purchases/purchase-request.ts'
export type { Purchases } from './purchases/purchases.ts'
export type { RequestRecord } from './request/transport.ts'
export {
  createWebhookVerifier,
  type WebhookVerifier,
  type WebhookVerifierSettings,
} from './webhooks/create-webhook-verifier.ts'
export { type EventType, eventTypes, type RevioEvent } from './webhooks/events.ts'
export { signWebhook } from './webhooks/sign-webhook.ts'
export { type SignedWebhook, verifyWebhook } from './webhooks/verify-webhook.ts'
export type { WebhookDelivery } from './webhooks/webhook-delivery.ts'
export type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpoints,
} from './webhooks/webhook-endpoints.ts'
export { loadWebhookKey, type WebhookKey } from './webhooks/webhook-key.ts'
