import { expect, expectTypeOf, it } from 'vitest'
import { type AccountRef, credit, currency, debit, defineChart } from '../../src/index.ts'
import { memoryLedger } from '../../src/testing/index.ts'

// The compiler is the test here (`pnpm run types`): an @ts-expect-error over a line that compiles is itself an error.
// Each refusal is also run, since the same mistake must not pass for a caller without types.

const chart = defineChart({
  accounts: {
    gateway: { path: 'gateway:{name}:balance:{currency}', type: 'asset' },
    wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
    fees: { path: 'fees', type: 'income', currency: 'ZAR' },
  },
  flows: { deposit: { debit: ['gateway'], credit: ['wallet', 'fees'] } },
})
const [zar, usd] = [currency('ZAR'), currency('USD')]
const gateway = chart.accounts.gateway({ name: 'revio', currency: 'ZAR' })
const wallet = chart.accounts.wallet({ user: '1', currency: 'ZAR' })
const book = memoryLedger().book('main', chart)
for (const code of [gateway, wallet, chart.accounts.fees()]) await book.accounts.open(code)

const failsWith = (code: string): unknown => expect.objectContaining({ code })
const thrownBy = (call: () => unknown): unknown => {
  try {
    return call()
  } catch (error) {
    return error
  }
}

it('knows the name and the currency of every account', () => {
  expectTypeOf(wallet).toEqualTypeOf<AccountRef<'wallet', 'ZAR'>>()
  expectTypeOf(chart.accounts.fees()).toEqualTypeOf<AccountRef<'fees', 'ZAR'>>()
  expectTypeOf(chart.kinds).toEqualTypeOf<readonly 'deposit'[]>()
  expect(wallet).toBe('user:1:wallet:ZAR')
})

it('does not compile when an amount is in another currency than its account', async () => {
  const entries = [
    // @ts-expect-error The account is in rand.
    debit(gateway, usd('1.00')),
    // @ts-expect-error So is this one.
    credit(wallet, usd('1.00')),
  ]
  // @ts-expect-error And what is held on it.
  const held = book.holds.place({ key: 'h1', account: wallet, amount: usd('1.00') })

  await expect(held).rejects.toEqual(failsWith('currency_mismatch'))
  await expect(book.post({ key: 'p1', kind: 'deposit', entries })).rejects.toEqual(
    failsWith('currency_mismatch'),
  )
})

it('does not compile when a plain code stands where the chart has a name', async () => {
  const entries = [debit('bank:ZAR', zar('1.00')), credit(wallet, zar('1.00'))]

  // @ts-expect-error The chart has no such account.
  const posted = book.post({ key: 'p1', kind: 'deposit', entries })
  // @ts-expect-error Nor is it opened.
  const opened = book.accounts.open('bank:ZAR')
  // @ts-expect-error Nor is anything held on it.
  const held = book.holds.place({ key: 'h1', account: 'bank:ZAR', amount: zar('1.00') })

  await expect(posted).rejects.toEqual(failsWith('flow_not_allowed'))
  await expect(opened).rejects.toEqual(failsWith('invalid_input'))
  await expect(held).rejects.toEqual(failsWith('account_not_found'))
})

it('does not compile when a kind is no flow of the chart', async () => {
  const entries = [debit(gateway, zar('1.00')), credit(wallet, zar('1.00'))]

  // @ts-expect-error The chart has deposits only.
  const posted = book.post({ key: 'p1', kind: 'gift', entries })

  await expect(posted).rejects.toEqual(failsWith('flow_not_allowed'))
})

it('does not compile when an account of the chart is asked for by the wrong names', () => {
  const refused = failsWith('invalid_input')

  // @ts-expect-error There is no family of that name.
  expect(chart.accounts.purse).toBeUndefined()
  // @ts-expect-error Whose wallet?
  expect(thrownBy(() => chart.accounts.wallet({ currency: 'ZAR' }))).toEqual(refused)
  // @ts-expect-error Nobody's?
  expect(thrownBy(() => chart.accounts.wallet())).toEqual(refused)
  // @ts-expect-error An id is text.
  expect(thrownBy(() => chart.accounts.wallet({ user: 1, currency: 'ZAR' }))).toEqual(refused)
})

it('does not compile when a flow names an account that the chart has not', () => {
  const accounts = { wallet: { path: 'w:{currency}', type: 'liability' } } as const

  // @ts-expect-error There is no account "wallets".
  const { flows } = defineChart({ accounts, flows: { x: { debit: ['wallets'], credit: [] } } })

  expect(thrownBy(() => flows.check('x', [{ account: 'w:ZAR', side: 'debit' }]))).toEqual(
    failsWith('flow_not_allowed'),
  )
})
