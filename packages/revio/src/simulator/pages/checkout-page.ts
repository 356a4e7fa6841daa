import type { WirePurchase } from '../wire/wire-types.ts'
import { testCards } from '../world/test-cards.ts'
import { displayAmount } from './display-amount.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'

/** What the payer sees: what it is for, what it costs, and where the card goes. */
export function checkoutPage(purchase: WirePurchase, brandName: string): string {
  const total = displayAmount(purchase.purchase.total, purchase.purchase.currency)
  const [lastAttempt] = purchase.transaction_data.attempts
  const content = html`
<h1>${brandName}</h1>
<section>
  <p class="soft">${purchase.skip_capture ? 'To authorise' : 'To pay'}</p>
  <p class="amount">${total}</p>
  <ul>${purchase.purchase.products.map((product) => html`<li>${product.name}${quantityOf(product.quantity)}</li>`)}</ul>
  <p class="soft">For ${purchase.client['email'] === '' ? 'you' : String(purchase.client['email'])}${purchase.reference === '' ? null : html` · ${purchase.reference}`}</p>
</section>
<form method="post" action="/p/${purchase.id}/">
<section>
  <h2>Pay by card</h2>
  ${lastAttempt?.error == null ? null : html`<p class="bad" role="alert">The last attempt failed: ${lastAttempt.error.message}. You can try again.</p>`}
  <label>Card number
    <input name="card_number" inputmode="numeric" autocomplete="cc-number" required list="cards" value="4444 3333 2222 1111">
  </label>
  <datalist id="cards">${testCards.map((card) => html`<option value="${spaced(card.number)}">${card.title}</option>`)}</datalist>
  <label>Name on card
    <input name="cardholder_name" autocomplete="cc-name" required value="Test Payer">
  </label>
  <div class="pair">
    <label>Expires (MM/YY)
      <input name="expires" inputmode="numeric" autocomplete="cc-exp" required pattern="(0[1-9]|1[0-2]) ?/ ?[0-9][0-9]" value="12/39">
    </label>
    <label>CVC
      <input name="cvc" inputmode="numeric" autocomplete="cc-csc" required pattern="[0-9]{3,4}" value="123">
    </label>
  </div>
  <button class="main" name="action" value="pay">${purchase.skip_capture ? 'Authorise' : 'Pay'} ${total}</button>
  <button name="action" value="decline" formnovalidate>Let the bank decline</button>
  <a class="button" href="/p/${purchase.id}/leave/">Leave without paying</a>
</section>
</form>
<section>
  <h2>Test cards</h2>
  <p class="soft">CVC 123, any name, any date to come.</p>
  <div class="scroll"><table>
    <tr><th>Number</th><th>What it does</th></tr>
    ${testCards.map((card) => html`<tr><td><code>${spaced(card.number)}</code></td><td class="wrap">${card.title}</td></tr>`)}
  </table></div>
</section>`
  return layout(`Pay ${total} to ${brandName}`, content)
}

function quantityOf(quantity: string): string {
  const plain = quantity.replace(/\.?0+$/, '')
  return plain === '1' ? '' : ` × ${plain}`
}

function spaced(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}
