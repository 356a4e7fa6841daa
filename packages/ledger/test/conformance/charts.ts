import { describe, expect } from 'vitest'
import { credit, debit, defineChart, type Ledger } from '../../src/index.ts'
import { ledgerTest, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

const chart = defineChart({
  accounts: {
    gateway: { path: 'gateway:{name}:balance:{currency}', type: 'asset' },
    wallet: { path: 'user:{user}:wallet:{currency}', type: 'liability' },
    fees: { path: 'fees', type: 'income', currency: 'ZAR' },
    suspense: { path: 'suspense:{currency}', type: 'liability', floor: 'none' },
  },
  flows: {
    'deposit-settled': { debit: ['gateway'], credit: ['wallet', 'fees'] },
    sale: { debit: ['wallet'], credit: ['wallet', 'fees'] },
  },
})
const gateway = chart.accounts.gateway({ name: 'revio', currency: 'ZAR' })
const alice = chart.accounts.wallet({ user: '1', currency: 'ZAR' })
const bob = chart.accounts.wallet({ user: '2', currency: 'ZAR' })
const fees = chart.accounts.fees()

const openCharted = (ledger: Ledger, name: string) => ledger.book(name, chart)

export function chartFacts(open: OpenLedger): void {
  const it = ledgerTest(open).extend<{ charted: ReturnType<typeof openCharted> }>({
    charted: async ({ ledger, book }, use) => {
      const charted = openCharted(ledger, book.name)
      for (const code of [gateway, alice, bob, fees]) await charted.accounts.open(code)
      await charted.post({
        key: 'funding',
        kind: 'deposit-settled',
        entries: [debit(gateway, zar('100.00')), credit(alice, zar('100.00'))],
      })
      await use(charted)
    },
  })

  describe('a book with a chart', () => {
    it('opens an account by its code alone, as the chart defines it', async ({ charted }) => {
      const opened = await Promise.all([
        charted.accounts.get(gateway),
        charted.accounts.get(alice),
        charted.accounts.get(fees),
      ])
      const suspense = chart.accounts.suspense({ currency: 'ZAR' })

      const { account } = await charted.accounts.open(suspense)

      expect(opened.map(({ code, type, currency, floor }) => [code, type, currency, floor])).toEqual([
        ['gateway:revio:balance:ZAR', 'asset', 'ZAR', null],
        ['user:1:wallet:ZAR', 'liability', 'ZAR', zar('0.00')],
        ['fees', 'income', 'ZAR', null],
      ])
      expect(account).toMatchObject({ type: 'liability', floor: null })
    })

    it('keeps the floor of the chart when an opening says nothing of it', async ({ charted }) => {
      const code = chart.accounts.suspense({ currency: 'ZAR' })

      const { account } = await charted.accounts.open({
        ...{ code, type: 'liability', currency: 'ZAR' },
        floor: undefined,
        metadata: { why: 'unknown payer' },
      })

      expect(account).toMatchObject({ floor: null, metadata: { why: 'unknown payer' } })
    })

    it('opens no account outside of it, of another type or in another currency', async ({
      charted,
      refusal,
    }) => {
      const open = (input: unknown) => () =>
        // A caller without types may pass anything.
        charted.accounts.open(input as never)

      const errors = [
        await refusal(open('user:1:purse:ZAR')),
        await refusal(open('user:1:wallet')),
        await refusal(open({ code: 'somewhere', type: 'asset', currency: 'ZAR' })),
        await refusal(open({ code: 'user:3:wallet:ZAR', type: 'asset', currency: 'ZAR' })),
        await refusal(open({ code: 'user:3:wallet:ZAR', type: 'liability', currency: 'USD' })),
        await refusal(open({ type: 'asset' })),
        await refusal(open(undefined)),
        await refusal(open(7)),
      ]

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'invalid_input'))
    })

    it('opens no account in a currency that there is not', async ({ charted, refusal }) => {
      // A caller without types may pass anything.
      const error = await refusal(() => charted.accounts.open('user:3:wallet:ZZZ' as never))

      expect(error.code).toBe('unknown_currency')
    })

    it('lets value flow as the chart says, through holds too', async ({ charted, balanceOf }) => {
      const { hold } = await charted.holds.place({ key: 'h1', account: alice, amount: zar('51.00') })

      await charted.holds.capture({
        key: 'c1',
        hold: hold.id,
        kind: 'sale',
        to: [
          [bob, zar('50.00')],
          [fees, zar('1.00')],
        ],
      })

      expect((await balanceOf(bob)).posted).toEqual(zar('50.00'))
      expect((await balanceOf(fees)).posted).toEqual(zar('1.00'))
    })

    it('refuses a flow that the chart does not name', async ({ book, charted, refusal }) => {
      await book.accounts.open({ code: 'elsewhere', type: 'liability', currency: 'ZAR' })
      // A caller without types may pass anything.
      const post = (kind: string, from: string, to: string) => () =>
        charted.post({
          ...{ key: 'p1', kind: kind as never },
          entries: [debit(from, zar('1.00')), credit(to, zar('1.00'))] as never,
        })

      const errors = [
        await refusal(post('gift', alice, bob)),
        await refusal(post('constructor', alice, bob)),
        await refusal(post('sale', alice, gateway)),
        await refusal(post('sale', fees, alice)),
        await refusal(post('deposit-settled', alice, gateway)),
        await refusal(post('sale', alice, 'elsewhere')),
      ]

      expect(errors.map(({ code, details }) => [code, details['entry']])).toEqual([
        ['flow_not_allowed', undefined],
        ['flow_not_allowed', undefined],
        ['flow_not_allowed', 1],
        ['flow_not_allowed', 0],
        ['flow_not_allowed', 0],
        ['flow_not_allowed', 1],
      ])
    })

    it('refuses a capture that is no flow of the chart, and keeps the hold', async ({ charted, refusal }) => {
      const { hold } = await charted.holds.place({ key: 'h1', account: alice, amount: zar('9.00') })

      const unnamed = await refusal(() =>
        charted.holds.capture({ key: 'c1', hold: hold.id, to: [[fees, zar('9.00')]] }),
      )
      const wrong = await refusal(() =>
        charted.holds.capture({ key: 'c1', hold: hold.id, kind: 'sale', to: [[gateway, zar('9.00')]] }),
      )

      expect([unnamed.code, wrong.code]).toEqual(['flow_not_allowed', 'flow_not_allowed'])
      expect((await charted.holds.get(hold.id)).status).toBe('open')
    })

    it('reverses what a flow allowed, though the mirror is no flow', async ({ charted, balanceOf }) => {
      const { journal } = await charted.post({
        ...{ key: 'p1', kind: 'deposit-settled' },
        entries: [debit(gateway, zar('1.00')), credit(fees, zar('1.00'))],
      })

      await charted.reverse({ key: 'r1', journal: journal.id })

      expect((await balanceOf(fees)).posted).toEqual(zar('0.00'))
    })

    it('refuses a batch in which one journal is no flow', async ({ charted, refusal }) => {
      const good = {
        ...{ key: 'p1', kind: 'deposit-settled' as const },
        entries: [debit(gateway, zar('1.00')), credit(fees, zar('1.00'))],
      }
      const bad = { ...good, key: 'p2', kind: 'sale' as const }

      const error = await refusal(() => charted.post([good, bad], { mode: 'atomic' }))

      expect(error).toMatchObject({ code: 'flow_not_allowed', details: { command: 1, entry: 0 } })
    })

    it('still refuses a currency that the account is not in', async ({ charted, refusal }) => {
      const wrong = {
        ...{ key: 'p1', kind: 'deposit-settled' as const },
        // A caller without types may pass anything.
        entries: [debit(gateway, usd('1.00') as never), credit(fees, usd('1.00') as never)],
      }

      expect((await refusal(() => charted.post(wrong))).code).toBe('currency_mismatch')
    })
  })
}
