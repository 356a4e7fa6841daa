import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import createClient from 'openapi-fetch'
import type { paths } from './wallet-api.ts'
import { startWalletService } from './wallet-service.ts'

const service = await startWalletService()
const wallet = createClient<paths>({ baseUrl: service.url })

/** One key for each intention: sent again, it is the same deposit. */
const newKey = () => ({ 'idempotency-key': randomUUID() })

const made = await wallet.POST('/v1/deposits', {
  params: { header: newKey() },
  body: { amount: { amount: '10000', currency: 'ZAR' } },
})
if (made.data === undefined) throw new Error(made.error.detail)
const { id, amount, status, checkout_url: checkoutUrl } = made.data
console.log(`Thandi pays in ${amount.decimal} ${amount.currency}: ${status}`)

service.pay(checkoutUrl ?? '')
console.log('the provider says that it was paid')

let detail = made.data.detail
while (detail !== 'completed') {
  await pause(100)
  const asked = await wallet.GET('/v1/deposits/{id}', { params: { path: { id } } })
  detail = asked.data?.detail ?? detail
}
console.log(`the deposit is ${detail}`)

const held = await wallet.GET('/v1/wallets/{currency}', { params: { path: { currency: 'ZAR' } } })
console.log(`her wallet holds ${held.data?.current.decimal} ${held.data?.current.currency}`)

const refused = await wallet.POST('/v1/deposits', {
  params: { header: newKey() },
  body: { amount: { amount: '100', currency: 'ZAR' } },
})
console.log(`another 1.00 is refused: ${refused.error?.code}`)

await service.close()
