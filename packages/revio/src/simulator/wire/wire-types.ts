import type { Json } from './wire-json.ts'

/** A purchase as the wire spells it. The names and their order of appearance follow the platform's own bodies. */
export type WirePurchase = {
  id: string
  type: 'purchase'
  client: Record<string, Json>
  client_id: string | null
  status: string
  status_history: WireStatusChange[]
  created_on: number
  updated_on: number
  viewed_on: number | null
  due: number
  issued: string
  is_test: boolean
  company_id: string
  brand_id: string
  user_id: null
  order_id: null
  billing_template_id: null
  purchase: WirePurchaseDetails
  payment: WirePayment | null
  transaction_data: WireTransactionData
  issuer_details: Record<string, Json>
  reference: string
  reference_generated: string
  send_receipt: boolean
  skip_capture: boolean
  force_recurring: boolean
  is_recurring_token: boolean
  recurring_token: string | null
  marked_as_paid: boolean
  refund_availability: 'all' | 'none'
  refundable_amount: number
  currency_conversion: null
  payment_method_whitelist: string[] | null
  success_redirect: string
  failure_redirect: string
  cancel_redirect: string
  success_callback: string
  creator_agent: string
  platform: string
  product: 'purchases'
  created_from_ip: string
  checkout_url: string
  invoice_url: null
  direct_post_url: string | null
}

export type WirePurchaseDetails = {
  total: number
  currency: string
  products: WireProduct[]
  debt: number
  notes: string
  language: string
  timezone: string
  due_strict: boolean
  single_attempt: boolean
  email_message: string
  metadata: Record<string, Json>
  total_override: number | null
  subtotal_override: null
  total_tax_override: null
  total_discount_override: null
  shipping_options: Json[]
  payment_method_details: Record<string, Json>
  request_client_details: Json[]
}

export type WireProduct = {
  name: string
  price: number
  quantity: string
  discount: number
  tax_percent: string
  category: string
  total_price_override: number | null
}

export type WireStatusChange = {
  status: string
  timestamp: number
}

export type WirePayment = {
  is_outgoing: boolean
  payment_type: string
  amount: number
  currency: string
  net_amount: number
  fee_amount: number
  pending_amount: number
  pending_unfreeze_on: null
  description: string
  paid_on: number | null
  remote_paid_on: number | null
}

export type WireTransactionData = {
  payment_method: string
  flow: string
  extra: Record<string, Json>
  country: string
  attempts: WireAttempt[]
}

export type WireAttempt = {
  type: string
  successful: boolean
  payment_method: string
  flow: string
  extra: Record<string, Json>
  country: string
  client_ip: string | null
  fee_amount: number
  processing_time: number
  error: { code: string; message: string } | null
}

/** A payout as it stands in the JSON of the provider. */
export type WirePayout = {
  id: string
  type: 'payout'
  client: Record<string, Json>
  status: string
  status_history: WireStatusChange[]
  created_on: number
  updated_on: number
  is_test: boolean
  company_id: string
  brand_id: string
  user_id: null
  payment: WirePayment
  transaction_data: WireTransactionData
  reference: string
  reference_generated: string
  sender_name: string
  recipient_card_country: string
  recipient_card_brand: string
  execution_url: string
  payout_method_whitelist: string[] | null
}

/** A refund or a chargeback, as its own object. The purchase is in `related_to`. */
export type WireMovement = {
  id: string
  type: 'payment'
  status: string
  created_on: number
  updated_on: number
  is_test: boolean
  company_id: string
  brand_id: string
  user_id: null
  client: Record<string, Json>
  payment: WirePayment
  related_to: { type: 'purchase'; id: string; reference: string }
  transaction_data: WireTransactionData
  reference: string
  reference_generated: string
}

/** A webhook registration as it stands in the JSON of the provider. */
export type WireWebhook = {
  id: string
  type: 'webhook'
  created_on: number
  updated_on: number
  title: string
  callback: string
  events: string[]
  all_events: boolean
  public_key: string
}
