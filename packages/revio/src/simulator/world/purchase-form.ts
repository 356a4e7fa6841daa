import { z } from 'zod'
import { ApiError, refuseAll, refuseField, refuseNested } from '../wire/api-error.ts'
import { fromScaled, lineTotal, toScaled } from '../wire/line-arithmetic.ts'
import type { Json } from '../wire/wire-json.ts'
import type { WireProduct } from '../wire/wire-types.ts'
import { integer, parseForm } from './parse-form.ts'

const decimal = (places: number): z.ZodType<string> =>
  z
    .union([z.number(), z.string()])
    .transform(String)
    .pipe(z.string().regex(new RegExp(`^\\d{1,9}(?:\\.\\d{1,${places}})?$`), 'max_decimal_places'))

const product = z.looseObject({
  name: z.string().min(1).max(256),
  price: integer.pipe(z.int().min(0)),
  quantity: decimal(4).default('1'),
  discount: integer.pipe(z.int().min(0)).default(0),
  tax_percent: decimal(2).default('0'),
  category: z.string().max(256).default(''),
  total_price_override: integer.pipe(z.int().min(0)).nullish(),
})

const url = z.string().max(500).default('')

const purchaseForm = z.looseObject({
  brand_id: z.string(),
  client: z.looseObject({ email: z.string().min(3).max(254) }).optional(),
  client_id: z.string().optional(),
  purchase: z.looseObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'invalid_choice')
      .default('ZAR'),
    products: z.array(product).min(1),
    debt: integer.default(0),
    total_override: integer.pipe(z.int().min(0)).nullish(),
    notes: z.string().max(10_000).default(''),
    language: z.string().max(2).default('en'),
    timezone: z.string().default('UTC'),
    due_strict: z.boolean().default(false),
    single_attempt: z.boolean().default(false),
    email_message: z.string().max(256).default(''),
    metadata: z.record(z.string(), z.json()).default({}),
  }),
  reference: z.string().max(128).default(''),
  due: integer.nullish(),
  issued: z.string().nullish(),
  skip_capture: z.boolean().default(false),
  force_recurring: z.boolean().default(false),
  send_receipt: z.boolean().default(false),
  payment_method_whitelist: z.array(z.string()).min(1).nullish(),
  success_redirect: url,
  failure_redirect: url,
  cancel_redirect: url,
  success_callback: url,
  creator_agent: z.string().max(32).default(''),
  platform: z.string().default('api'),
})

/** A create request that holds, with its lines added up. */
export type PurchaseForm = z.output<typeof purchaseForm> & {
  readonly total: number
  readonly wireProducts: WireProduct[]
}

/** Reads a create request, or refuses it in the platform's words. */
export function readPurchaseForm(body: Json, brandId: string, nowSeconds: number): PurchaseForm {
  const form = parseForm(purchaseForm, body)
  if (form.brand_id !== brandId) throw refuseField('brand_id', 'does_not_exist', 'This brand does not exist.')
  if (form.client === undefined && form.client_id === undefined) {
    throw refuseAll(400, 'purchase_client_or_id_required', 'Either client or client_id is required.')
  }
  if (form.client !== undefined && form.client_id !== undefined) {
    throw refuseAll(400, 'purchase_client_or_id_only', 'Give either client or client_id, not both.')
  }
  if (form.due != null && form.due <= nowSeconds) {
    throw refuseField('due', 'due_not_greater_than_now', 'The due date must be in the future.')
  }
  const total = totalOf(form.purchase)
  if (total === 0n && !form.skip_capture) {
    throw refuseNested(['purchase', 'total'], 'min_value', 'A total of zero needs skip_capture.')
  }
  if (total < 0n || total > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw refuseNested(['purchase', 'total'], 'max_value', 'The total is out of range.')
  }
  const wireProducts = form.purchase.products.map((line) => ({
    name: line.name,
    price: line.price,
    quantity: fromScaled(toScaled(line.quantity, 4), 4),
    discount: line.discount,
    tax_percent: fromScaled(toScaled(line.tax_percent, 2), 2),
    category: line.category,
    total_price_override: line.total_price_override ?? null,
  }))
  return { ...form, total: Number(total), wireProducts }
}

function totalOf(details: z.output<typeof purchaseForm>['purchase']): bigint {
  if (details.total_override != null) return BigInt(details.total_override)
  return details.products.reduce((sum, line, index) => {
    const computed = lineTotal({
      price: BigInt(line.price),
      quantity: line.quantity,
      discount: BigInt(line.discount),
      taxPercent: line.tax_percent,
    })
    if (computed === null) {
      const issue = {
        __all__: [{ message: 'The discount is larger than the line.', code: 'product_subtotal_negative' }],
      }
      const products = details.products.map((_, other) => (other === index ? issue : {}))
      throw new ApiError(400, { purchase: { products } })
    }
    return sum + (line.total_price_override == null ? computed : BigInt(line.total_price_override))
  }, BigInt(details.debt))
}
