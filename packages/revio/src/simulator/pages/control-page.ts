import { faultDescriptions } from '../world/faults.ts'
import type { World } from '../world/world.ts'
import { displayAmount } from './display-amount.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'

const mostRows = 50

/** What the developer sees and steers: money, objects, deliveries, requests and faults. */
export function controlPage(world: World, isVirtual: boolean): string {
  const content = html`
<h1>Revio simulator</h1>
<p class="soft">Its clock shows ${clockTime(world.clock.now())} · seed ${world.settings.seed}</p>
<div class="grid">
  ${settingsSection(world)}
  ${moneySection(world)}
  ${faultSection(world)}
  ${actionSection(isVirtual)}
</div>
${purchaseSection(world)}
${payoutSection(world)}
${deliverySection(world)}
${requestSection(world)}`
  return layout('Revio simulator', content, 'wide')
}

function settingsSection({ origin, credentials }: World): Html {
  return html`<section><h2>For your client</h2>
<p class="soft">Base URL</p><p><code>${origin}/api/v1/</code></p>
<p class="soft">Test secret key</p><p><code>${credentials.testKey}</code></p>
<p class="soft">Brand id</p><p><code>${credentials.brandId}</code></p></section>`
}

function moneySection({ books: { test: book } }: World): Html {
  const rows = book
    .balances()
    .map(
      ({ account, currency, amount }) =>
        html`<tr><td>${account.replaceAll('_', ' ')}</td><td class="number">${displayAmount(amount, currency)}</td></tr>`,
    )
  return html`<section><h2>Book of money</h2>
<div class="scroll"><table><tr><th>Account</th><th class="number">Balance</th></tr>${rows}</table></div>
<p class="soft"><code>merchant</code> is what the provider owes you. All of them sum to zero.
<a href="/_simulator/book/">Every journal, as JSON</a></p></section>`
}

function faultSection({ faults }: World): Html {
  const options = Object.entries(faultDescriptions).map(
    ([name, what]) => html`<option value="${name}">${name.replaceAll('_', ' ')}: ${what}</option>`,
  )
  const armed = faults.list().map(
    (
      fault,
    ) => html`<tr><td>${fault.fault.replaceAll('_', ' ')}</td><td><code>${fault.on}</code></td><td class="number">${fault.times}</td>
<td><form method="post" action="/_simulator/disarm/"><button name="id" value="${fault.id}">Remove</button></form></td></tr>`,
  )
  return html`<section><h2>Faults</h2>
<form method="post" action="/_simulator/arm/">
<label>What goes wrong<select name="fault">${options}</select></label>
<p class="soft">With an operation such as <code>payouts.execute</code>, an event such as <code>purchase.paid</code>, or <code>*</code>.</p>
<div class="row"><label>With<input name="on" value="purchases.create" required></label>
<label>How often<input name="times" inputmode="numeric" pattern="[0-9]+" value="1" required></label>
<label>Delay, ms<input name="delay_ms" inputmode="numeric" pattern="[0-9]+" value="5000" required></label>
<button>Arm</button></div></form>
${armed.length === 0 ? html`<p class="soft">None armed.</p>` : html`<div class="scroll"><table><tr><th>Fault</th><th>With</th><th class="number">Left</th><th></th></tr>${armed}</table></div>`}
</section>`
}

function actionSection(isVirtual: boolean): Html {
  const advance = html`<form method="post" action="/_simulator/advance/" class="row">
<label>Move the clock forward, minutes<input name="minutes" inputmode="numeric" pattern="[0-9]+" value="10" required></label><button>Move</button></form>`
  return html`<section><h2>Do</h2>
${isVirtual ? advance : html`<p class="soft">The clock is the real one; start with <code>--virtual-clock</code> to move it.</p>`}
<form method="post" action="/_simulator/settle/"><button>Settle: pay what came in to the merchant’s bank</button></form>
<form method="post" action="/_simulator/rotate-keys/"><button>Rotate all signing keys</button></form></section>`
}

function purchaseSection({ purchases }: World): Html {
  const rows = newestFirst([...purchases.values()]).map(
    ({
      wire,
    }) => html`<tr><td><a href="${wire.checkout_url}"><code>${wire.id.slice(0, 8)}</code></a></td><td>${wire.reference}</td>
<td class="number">${displayAmount(wire.purchase.total, wire.purchase.currency)}</td><td>${status(wire.status)}</td>
<td class="number">${displayAmount(wire.refundable_amount, wire.purchase.currency)}</td>
<td>${wire.refundable_amount > 0 && chargeBackButton(wire.id)}</td></tr>`,
  )
  return table('Purchases', ['Id', 'Reference', '#Total', 'Status', '#Refundable', ''], rows)
}

function chargeBackButton(id: string): Html {
  return html`<form method="post" action="/_simulator/chargeback/"><button name="id" value="${id}">Charge back</button></form>`
}

function payoutSection({ payouts }: World): Html {
  const rows = newestFirst([...payouts.values()]).map(
    ({ wire }) => html`<tr><td><code>${wire.id.slice(0, 8)}</code></td><td>${wire.reference}</td>
<td class="number">${displayAmount(wire.payment.amount, wire.payment.currency)}</td><td>${status(wire.status)}</td>
<td>${String(wire.client['email'])}</td></tr>`,
  )
  return table('Payouts', ['Id', 'Reference', '#Amount', 'Status', 'To'], rows)
}

function deliverySection({ deliveries }: World): Html {
  const rows = newestFirst(deliveries.log).map((delivery) => {
    const last = delivery.attempts.at(-1)
    const state = delivery.deliveredAtMs !== null ? 'delivered' : delivery.hasGivenUp ? 'given up' : 'waiting'
    return html`<tr><td>${clockTime(delivery.createdAtMs)}</td><td><code>${delivery.event}</code>${delivery.isForged ? html` <span class="bad">forged</span>` : null}</td>
<td><code>${delivery.sourceId.slice(0, 8)}</code></td><td>${status(state)}</td><td class="number">${delivery.attempts.length}</td>
<td class="wrap">${last?.error ?? ''}</td>
<td><form method="post" action="/_simulator/replay/"><button name="id" value="${delivery.id}">Send again</button></form></td></tr>`
  })
  return table(
    'Webhook deliveries',
    ['Made', 'Event', 'Object', 'State', '#Attempts', 'Last fault', ''],
    rows,
  )
}

function requestSection({ requests }: World): Html {
  const rows = newestFirst(requests).map(
    (
      entry,
    ) => html`<tr><td>${clockTime(entry.atMs)}</td><td><code>${entry.operation}</code></td><td>${entry.reference ?? ''}</td>
<td>${entry.status ?? html`<span class="bad">no answer</span>`}</td><td>${entry.fault?.replaceAll('_', ' ') ?? ''}</td></tr>`,
  )
  return table('Requests', ['At', 'Operation', 'Reference', 'Answer', 'Fault'], rows)
}

function table(title: string, columns: readonly string[], rows: readonly Html[]): Html {
  const heads = columns.map((column) =>
    column.startsWith('#') ? html`<th class="number">${column.slice(1)}</th>` : html`<th>${column}</th>`,
  )
  const body =
    rows.length === 0
      ? html`<p class="soft">None yet.</p>`
      : html`<div class="scroll"><table><tr>${heads}</tr>${rows}</table></div>`
  return html`<section><h2>${title}</h2>${body}</section>`
}

const good = ['paid', 'settled', 'success', 'delivered', 'refunded']
const bad = ['error', 'given up', 'cancelled', 'expired', 'chargeback']

function status(text: string): Html {
  const tone = good.includes(text) ? 'good' : bad.includes(text) ? 'bad' : ''
  return html`<span class="${tone}">${text.replaceAll('_', ' ')}</span>`
}

function newestFirst<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(-mostRows).reverse()
}

function clockTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
}
