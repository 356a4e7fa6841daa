import type { Json } from '../wire/wire-json.ts'
import type { WirePurchase } from '../wire/wire-types.ts'
import type { PurchaseForm } from './purchase-form.ts'
import { newWireClient } from './wire-objects.ts'
import { nowSeconds, type World } from './world.ts'

/** A purchase that nobody has paid yet, with every field the platform shows. */
export function newWirePurchase(world: World, form: PurchaseForm, isTest: boolean): WirePurchase {
  const id = world.random.uuid()
  const now = nowSeconds(world)
  const checkoutUrl = `${world.origin}/p/${id}/`
  const canPostDirectly = form.success_redirect !== '' && form.failure_redirect !== ''
  return {
    id,
    type: 'purchase',
    client: newWireClient(form.client ?? {}),
    client_id: form.client_id ?? null,
    status: 'created',
    status_history: [{ status: 'created', timestamp: now }],
    created_on: now,
    updated_on: now,
    viewed_on: null,
    due: form.due ?? now + 3600,
    issued: form.issued ?? new Date(world.clock.now()).toISOString().slice(0, 10),
    is_test: isTest,
    company_id: world.credentials.companyId,
    brand_id: form.brand_id,
    user_id: null,
    order_id: null,
    billing_template_id: null,
    purchase: {
      total: form.total,
      currency: form.purchase.currency,
      products: form.wireProducts,
      debt: form.purchase.debt,
      notes: form.purchase.notes,
      language: form.purchase.language,
      timezone: form.purchase.timezone,
      due_strict: form.purchase.due_strict,
      single_attempt: form.purchase.single_attempt,
      email_message: form.purchase.email_message,
      metadata: form.purchase.metadata,
      total_override: form.purchase.total_override ?? null,
      subtotal_override: null,
      total_tax_override: null,
      total_discount_override: null,
      shipping_options: [],
      payment_method_details: {},
      request_client_details: [],
    },
    payment: null,
    transaction_data: { payment_method: '', flow: 'payform', extra: {}, country: '', attempts: [] },
    issuer_details: newIssuer(world.settings.brandName),
    reference: form.reference,
    reference_generated: String(world.purchases.size + 1),
    send_receipt: form.send_receipt,
    skip_capture: form.skip_capture,
    force_recurring: form.force_recurring,
    is_recurring_token: false,
    recurring_token: null,
    marked_as_paid: false,
    refund_availability: 'none',
    refundable_amount: 0,
    currency_conversion: null,
    payment_method_whitelist: form.payment_method_whitelist ?? null,
    success_redirect: form.success_redirect,
    failure_redirect: form.failure_redirect,
    cancel_redirect: form.cancel_redirect,
    success_callback: form.success_callback,
    creator_agent: form.creator_agent,
    platform: form.platform,
    product: 'purchases',
    created_from_ip: '127.0.0.1',
    checkout_url: checkoutUrl,
    invoice_url: null,
    direct_post_url: canPostDirectly ? checkoutUrl : null,
  }
}

function newIssuer(brandName: string): Record<string, Json> {
  const empty = [
    'website',
    'legal_city',
    'legal_country',
    'legal_name',
    'legal_street_address',
    'legal_zip_code',
  ]
  return {
    ...Object.fromEntries([...empty, 'registration_number', 'tax_number'].map((name) => [name, ''])),
    brand_name: brandName,
    bank_accounts: [{ bank_account: '', bank_code: '' }],
  }
}
