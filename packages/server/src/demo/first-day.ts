import { setTimeout as pause } from 'node:timers/promises'

const patienceMs = 15_000

/**
 * What the owner of the demo did on its first day, by the same routes as everybody: paid 1,500.00 in at the provider's
 * page, opened a second checkout and left it, linked a bank account, and asked for 250.00, which waits for finance.
 * Nothing is dated back: the ledger records when it was told, and makes no exception for a demo.
 */
export async function spendFirstDay(url: string, person: { mail: string; password: string }): Promise<void> {
  const { access_token: token } = await send(url, 'POST', '/v1/auth/login', { body: person })
  const asked = { url, token }

  const deposit = await send(url, 'POST', '/v1/deposits', {
    token,
    body: zar('150000'),
    key: 'first-day:deposit',
  })
  await payAt(String(deposit['checkout_url']))
  await whenCompleted(asked, `/v1/deposits/${deposit['id']}`)

  await send(url, 'POST', '/v1/deposits', { token, body: zar('20000'), key: 'first-day:left' })
  const bank = { bank_name: 'Harbour Bank', account_number: '1098765432101', holder: 'Thandi Nkosi' }
  await send(url, 'PUT', '/v1/bank-account', { token, body: bank })
  await send(url, 'POST', '/v1/withdrawals', { token, body: zar('25000'), key: 'first-day:withdrawal' })
}

const zar = (amount: string): object => ({ amount: { amount, currency: 'ZAR' } })

async function send(
  url: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  { token, body, key }: { token?: unknown; body?: object; key?: string },
): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}

/** As the payer does on the page, with a card that the provider gives for tests. */
async function payAt(checkoutUrl: string): Promise<void> {
  const card = {
    card_number: '4444333322221111',
    cardholder_name: 'Thandi Nkosi',
    expires: '12/39',
    cvc: '123',
  }
  const answer = await fetch(checkoutUrl, {
    method: 'POST',
    body: new URLSearchParams({ ...card, payer_says: 'yes' }),
    redirect: 'manual',
  })
  if (answer.status >= 400) throw new Error(`The checkout page answered ${answer.status}.`)
}

async function whenCompleted({ url, token }: { url: string; token: unknown }, path: string): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  while ((await send(url, 'GET', path, { token }))['status'] !== 'completed') {
    if (Date.now() > giveUpAt) throw new Error(`${path} is not completed after ${patienceMs / 1000} s.`)
    await pause(50)
  }
}
