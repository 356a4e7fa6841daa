import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkoutPage } from '../pages/checkout-page.ts'
import { askPayerPage, resultPage } from '../pages/result-pages.ts'
import { isPayable } from '../world/purchase-moves.ts'
import { declinePurchase, payWithCard, viewPurchase } from '../world/purchases.ts'
import type { CardDetails } from '../world/test-cards.ts'
import type { PurchaseRecord, World } from '../world/world.ts'
import { answerPage, redirect } from './answer.ts'
import { readForm } from './read-body.ts'

/** The hosted payment page: everything below /p/{purchase id}/. Answers false for paths that are not its own. */
export async function handleCheckout(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const [, id, rest] = /^\/p\/([0-9a-f-]{36})\/(leave\/)?$/.exec(url.pathname) ?? []
  const record = id === undefined ? undefined : world.purchases.get(id)
  if (record === undefined) return false
  if (rest === 'leave/') leave(response, record)
  else if (request.method === 'POST') await pay(world, request, response, record)
  else show(world, response, record)
  return true
}

function show(world: World, response: ServerResponse, record: PurchaseRecord): void {
  viewPurchase(world, record)
  if (isPayable(record)) answerPage(response, checkoutPage(record.wire, world.settings.brandName))
  else answerPage(response, resultPage(record.wire))
}

/** The payer walks away: nothing is decided, and the purchase can still be paid. */
function leave(response: ServerResponse, { wire }: PurchaseRecord): void {
  if (wire.cancel_redirect !== '') redirect(response, wire.cancel_redirect)
  else answerPage(response, resultPage(wire))
}

/** Also serves `direct_post_url`: a merchant's own form posts the same fields to the same place. */
async function pay(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  record: PurchaseRecord,
): Promise<void> {
  const form = await readForm(request)
  if (form.get('action') === 'decline') {
    declinePurchase(world, record, 'do_not_honour')
    finish(response, record, 'failed')
    return
  }
  const details: CardDetails = {
    number: form.get('card_number') ?? '',
    holder: form.get('cardholder_name') ?? '',
    expires: form.get('expires') ?? '',
    cvc: form.get('cvc') ?? '',
  }
  const said = form.get('payer_says')
  const result = payWithCard(world, record, details, said === 'yes' || said === 'no' ? said : null)
  if (result === 'asks_payer') answerPage(response, askPayerPage(record.wire, details))
  else finish(response, record, result)
}

function finish(response: ServerResponse, { wire }: PurchaseRecord, result: 'paid' | 'failed'): void {
  const target = result === 'paid' ? wire.success_redirect : wire.failure_redirect
  redirect(response, target === '' ? `/p/${wire.id}/` : target)
}
