import { describe, expect } from 'vitest'
import { deposit, done, it, type Provider } from '../support/provider.ts'

const card = { card_number: '4444 3333 2222 1111', cardholder_name: 'T Payer', expires: '12/39', cvc: '123' }

describe('the checkout page', () => {
  it('shows what is to be paid, needs no script, and notes that it was seen', async ({ provider }) => {
    const { url, id } = await ask(provider)

    const page = await (await fetch(url)).text()

    expect(page).toContain('ZAR\u00a01\u00a0234.50')
    expect(page).toContain('Wallet deposit')
    expect(page).not.toMatch(/<script|\son\w+=|javascript:/i)
    expect(provider.simulator.purchase(id).status).toBe('viewed')
  })

  it('takes a card and sends the payer on to the merchant', async ({ provider }) => {
    const { url, id } = await ask(provider)

    const response = await submit(url, { ...card, action: 'pay' })

    expect([response.status, response.headers.get('location')]).toEqual([303, 'https://shop.example/thanks'])
    expect(provider.simulator.purchase(id).status).toBe('paid')
  })

  it.for([
    ['4000 0000 0000 0002', '123', 'do_not_honour'],
    ['4444 3333 2222 1111', '999', 'validation_cvc_invalid'],
    ['1234 5678 9012 3456', '123', 'invalid_card_number'],
  ])('declines %s with CVC %s: %s', async ([card_number = '', cvc = '', code], { provider }) => {
    const { url, id } = await ask(provider)

    const response = await submit(url, { ...card, card_number, cvc, action: 'pay' })
    const page = await (await fetch(url)).text()

    expect(response.headers.get('location')).toBe('https://shop.example/sorry')
    expect(provider.simulator.purchase(id).transaction_data.attempts[0]?.error?.code).toBe(code)
    expect(page).toContain('You can try again')
  })

  it('lets the payer’s bank ask first, and believes the answer', async ({ provider }) => {
    const { url, id } = await ask(provider)
    const secure = { ...card, card_number: '5555 5555 5555 4444' }

    const question = await (await submit(url, { ...secure, action: 'pay' })).text()
    const statusWhenAsked = provider.simulator.purchase(id).status
    await submit(url, { ...secure, payer_says: 'no' })
    const statusWhenRejected = provider.simulator.purchase(id).status
    await submit(url, { ...secure, payer_says: 'yes' })

    expect(question).toContain('Do you approve this payment?')
    expect([statusWhenAsked, statusWhenRejected]).toEqual(['created', 'error'])
    expect(provider.simulator.purchase(id).status).toBe('paid')
  })

  it('lets the payer walk away, which decides nothing', async ({ provider }) => {
    const { url, id } = await ask(provider)

    const response = await fetch(`${url}leave/`, { redirect: 'manual' })

    expect(response.headers.get('location')).toBe('https://shop.example/cart')
    expect(provider.simulator.purchase(id).status).toBe('created')
  })

  it('takes a payment once, however often it is submitted', async ({ provider }) => {
    const { url } = await ask(provider)

    await Promise.all(Array.from({ length: 10 }, async () => submit(url, { ...card, action: 'pay' })))

    expect(provider.simulator.book.balance('payers', 'ZAR')).toBe(-1_234_50n)
  })

  it('escapes whatever a merchant or payer has written', async ({ provider }) => {
    const { revio } = provider
    const evil = `"><script>alert('x')</script>`
    const { checkoutUrl } = done(
      await revio.purchases.create({
        ...deposit(evil),
        payer: { email: `a@b.c${evil}` },
        products: [{ name: evil, price: { amount: 1n, currency: 'ZAR' } }],
      }),
    )

    const pages = [await (await fetch(checkoutUrl ?? '')).text(), await controlPage(provider)]

    for (const page of pages) {
      expect(page).not.toContain('<script')
      expect(page).toContain('&lt;script&gt;')
    }
  })
})

describe('the control page', () => {
  it('shows money, objects, deliveries and requests', async ({ provider }) => {
    const { url, id } = await ask(provider)
    await submit(url, { ...card, action: 'pay' })

    const page = await controlPage(provider)

    expect(page).toContain(id.slice(0, 8))
    expect(page).toContain('Book of money')
    expect(page).toContain('purchases.create')
    expect(page).not.toContain('<script')
  })

  it('arms a fault by form, which strikes once', async ({ provider }) => {
    const { simulator, revio } = provider

    const armed = await submit(`${simulator.origin}/_simulator/arm/`, {
      fault: 'server_error_after',
      on: 'purchases.create',
      times: '1',
      delay_ms: '0',
    })

    expect(armed.headers.get('location')).toBe('/_simulator/')
    expect(await controlPage(provider)).toContain('server error after')
    expect(await revio.purchases.create(deposit('d1'))).toMatchObject({ outcome: 'unknown' })
    expect(await revio.purchases.create(deposit('d2'))).toMatchObject({ outcome: 'done' })
  })

  it('does by JSON what it does by form, and states its book', async ({ provider }) => {
    const { simulator } = provider
    const { url } = await ask(provider)
    await submit(url, { ...card, action: 'pay' })

    const settled = await command(simulator.origin, 'settle', {})
    const moved = await command(simulator.origin, 'advance', { minutes: 10 })
    const armed = await command(simulator.origin, 'arm', { fault: 'webhook_late', on: '*', times: 2 })
    const disarmed = await command(simulator.origin, 'disarm', { id: 1 })
    const book = await (await fetch(`${simulator.origin}/_simulator/book/`)).json()

    // 1234.50 less 2.9 % and 1.00.
    expect(settled).toEqual([{ account: 'merchant_bank', currency: 'ZAR', amount: '119770' }])
    expect(moved).toEqual({ now: Date.parse('2026-01-01T00:10:00Z') })
    expect(armed).toMatchObject({ id: 1, fault: 'webhook_late', times: 2 })
    expect(disarmed).toEqual({})
    expect(book).toMatchObject({
      balances: expect.arrayContaining([{ account: 'payers', currency: 'ZAR', amount: '-123450' }]),
      journals: [{ kind: 'funding' }, { kind: 'purchase' }, { kind: 'settlement' }],
    })
  })

  it('does nothing for a page of another site', async ({ provider }) => {
    const { simulator } = provider

    const response = await fetch(`${simulator.origin}/_simulator/settle/`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    })

    expect(response.status).toBe(403)
    expect(simulator.book.journals.map(({ kind }) => kind)).toEqual(['funding'])
  })
})

async function ask({ revio }: Provider): Promise<{ url: string; id: string }> {
  const { id, checkoutUrl } = done(
    await revio.purchases.create({
      ...deposit('d1', 1_234_50n),
      redirects: {
        success: 'https://shop.example/thanks',
        failure: 'https://shop.example/sorry',
        cancel: 'https://shop.example/cart',
      },
    }),
  )
  return { id, url: checkoutUrl ?? '' }
}

async function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
}

async function command(origin: string, name: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${origin}/_simulator/${name}/`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return response.json()
}

async function controlPage({ simulator }: Provider): Promise<string> {
  return (await fetch(`${simulator.origin}/_simulator/`)).text()
}
