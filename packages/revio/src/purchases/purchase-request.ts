import { type Amount, requireCurrency, toPositiveWireInteger, toWireInteger } from '../amount.ts'
import { RevioInputError } from '../errors/index.ts'
import { requireReference } from '../reference.ts'

/** What to ask a payer for. The total is the provider's own sum over the products. */
export type NewPurchase = {
  /** Your own name for this attempt, at most 128 characters. The provider does not keep it unique: you must. */
  readonly reference: string
  /** Who pays: an e-mail address at least, or the id of a client that the provider knows. */
  readonly payer: NewPayer | { readonly clientId: string }
  readonly products: readonly NewProduct[]
  /** Where the payer's browser goes afterwards. Tells nothing about the payment: only a read or a webhook does. */
  readonly redirects?: { readonly success?: string; readonly failure?: string; readonly cancel?: string }
  /** Receives a signed notice when this purchase is paid, beside the account's webhooks. */
  readonly successCallback?: string
  /** Authorise only: the money is held until `capture` or `release`. */
  readonly skipCapture?: boolean
  /** Keep the card, so that `charge` can use it later. */
  readonly forceRecurring?: boolean
  readonly sendReceipt?: boolean
  readonly due?: Date
  /** After `due` it can no longer be paid. */
  readonly isDueStrict?: boolean
  readonly paymentMethods?: readonly string[]
  readonly language?: string
  readonly notes?: string
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** Who is asked to pay. */
export type NewPayer = {
  readonly email: string
  readonly fullName?: string
  readonly phone?: string
  /** ISO 3166, two letters. */
  readonly country?: string
}

/** One line of what is sold, priced by the piece. */
export type NewProduct = {
  readonly name: string
  /** Of one piece. All products of a purchase share one currency. */
  readonly price: Amount
  /** A decimal of at most four places, such as "1.5". One when absent. */
  readonly quantity?: string
  /** Taken off the line once, not off each piece. */
  readonly discount?: Amount
  /** A decimal of at most two places, such as "15.00". */
  readonly taxPercent?: string
  readonly category?: string
}

/** The body of the create call; `brandId` says whose purchase it is. */
export function toPurchaseBody(purchase: NewPurchase, brandId: string): Record<string, unknown> {
  const [first] = purchase.products
  if (first === undefined) throw new RevioInputError('A purchase needs at least one product.')
  const currency = requireCurrency(first.price.currency)
  return defined({
    brand_id: brandId,
    reference: requireReference(purchase.reference),
    ...toPayerBody(purchase.payer),
    purchase: defined({
      currency,
      products: purchase.products.map((product, index) =>
        toProductBody(product, currency, `products[${index}]`),
      ),
      language: purchase.language,
      notes: purchase.notes,
      metadata: purchase.metadata,
      due_strict: purchase.isDueStrict,
    }),
    due: purchase.due === undefined ? undefined : Math.floor(purchase.due.getTime() / 1000),
    skip_capture: purchase.skipCapture,
    force_recurring: purchase.forceRecurring,
    send_receipt: purchase.sendReceipt,
    payment_method_whitelist: purchase.paymentMethods,
    success_redirect: purchase.redirects?.success,
    failure_redirect: purchase.redirects?.failure,
    cancel_redirect: purchase.redirects?.cancel,
    success_callback: purchase.successCallback,
  })
}

function toPayerBody(payer: NewPurchase['payer']): Record<string, unknown> {
  if ('clientId' in payer) return { client_id: payer.clientId }
  const { email, fullName, phone, country } = payer
  return { client: defined({ email, full_name: fullName, phone, country }) }
}

function toProductBody(product: NewProduct, currency: string, field: string): Record<string, unknown> {
  const { price, discount } = product
  for (const part of discount === undefined ? [price] : [price, discount]) {
    if (part.currency === currency) continue
    throw new RevioInputError(
      `${field} is in ${part.currency}, the first product in ${currency}; use one currency.`,
    )
  }
  return defined({
    name: product.name,
    price: toWireInteger(price.amount, `${field}.price`),
    quantity: product.quantity,
    discount: discount === undefined ? undefined : toWireInteger(discount.amount, `${field}.discount`),
    tax_percent: product.taxPercent,
    category: product.category,
  })
}

/** The action body `{ amount }`, or nothing when the action is for the whole. */
export function toActionBody(amount: Amount | undefined): { amount: number } | undefined {
  return amount === undefined ? undefined : { amount: toPositiveWireInteger(amount.amount, 'amount') }
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
