import type { WirePurchase } from '../wire/wire-types.ts'
import type { CardDetails } from '../world/test-cards.ts'
import { displayAmount } from './display-amount.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

/** The payer's bank asks the payer. The card goes along in hidden fields, as nothing is kept between the two pages. */
export function askPayerPage(purchase: WirePurchase, card: CardDetails): string {
  const total = displayAmount(purchase.purchase.total, purchase.purchase.currency)
  const hidden = {
    card_number: card.number,
    cardholder_name: card.holder,
    expires: card.expires,
    cvc: card.cvc,
  }
  const content = html`
<h1>Your bank</h1>
<section>
  <p class="soft">Do you approve this payment?</p>
  <p class="amount">${total}</p>
  <form method="post" action="/p/${purchase.id}/">
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button class="main" name="payer_says" value="yes">Approve</button>
    <button name="payer_says" value="no">Reject</button>
  </form>
</section>`
  return layout('Your bank asks', content)
}

const verdicts: Readonly<Record<string, Html>> = {
  paid: html`<p class="good">Paid. Thank you.</p>`,
  settled: html`<p class="good">Paid. Thank you.</p>`,
  hold: html`<p class="good">Authorised. Nothing has been taken yet.</p>`,
  preauthorized: html`<p class="good">Your card has been saved.</p>`,
  refunded: html`<p>Refunded.</p>`,
  cancelled: html`<p class="bad">Cancelled. It can no longer be paid.</p>`,
  expired: html`<p class="bad">Expired. It can no longer be paid.</p>`,
}

/** Where the payer ends when the merchant has named no page of its own, and for purchases that take no more payment. */
export function resultPage(purchase: WirePurchase): string {
  const total = displayAmount(purchase.purchase.total, purchase.purchase.currency)
  const open = html`<p>Not paid. You can come back to <a href="/p/${purchase.id}/">the payment page</a>.</p>`
  const content = html`
<h1>${String(purchase.issuer_details['brand_name'])}</h1>
<section>
  <p class="amount">${total}</p>
  ${verdicts[purchase.status] ?? open}
  <p class="soft">Status: ${purchase.status.replaceAll('_', ' ')}</p>
</section>`
  return layout(`Payment of ${total}`, content)
}
