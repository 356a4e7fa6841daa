import { describe, expect, it as plainIt } from 'vitest'
import { credit, currency, currencyTable, debit, defineAsset, maxAmount, money } from '../../src/index.ts'
import { assertInvariants } from '../../src/testing/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function moneyFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('money', () => {
    it.for<[what: string, amount: unknown]>([
      ['a fraction', 0.1],
      ['a number', 100],
      ['a text', '100'],
      ['null', null],
      ['no number', Number.NaN],
    ])(
      'refuses %s as an amount, in a journal, a hold, a capture, a floor and a ceiling',
      async ([, bad], { book, open, refusal }) => {
        const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
        const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })
        // A caller without types may pass anything.
        const amount = { amount: bad, currency: 'ZAR' } as never

        const errors = [
          await refusal(() =>
            book.post({ key: 'p1', kind: 'payment', entries: transfer(alice, bob, amount) }),
          ),
          await refusal(() => book.holds.place({ key: 'h2', account: alice, amount })),
          await refusal(() => book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, amount]] })),
          await refusal(() => open({ floor: amount })),
          await refusal(() => open({ ceiling: amount })),
        ]

        expect(errors.map(({ code }) => code)).toEqual(Array.from(errors, () => 'invalid_input'))
      },
    )

    it('refuses an amount that is not in the currency of its account', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]

      const posted = await refusal(() =>
        book.post({ key: 'p1', kind: 'payment', entries: transfer(alice, bob, usd('1.00')) }),
      )
      const held = await refusal(() => book.holds.place({ key: 'h1', account: alice, amount: usd('1.00') }))
      const opened = await refusal(() => open({ floor: usd('0.00') }))

      expect(posted).toMatchObject({
        code: 'currency_mismatch',
        details: { account: alice, currency: 'ZAR', given: 'USD', entry: 0 },
      })
      expect(held).toMatchObject({ code: 'currency_mismatch', details: { account: alice } })
      expect(opened.code).toBe('currency_mismatch')
    })

    it('moves the largest amount there may be, and refuses one more', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ floor: 'none' }), await open()]
      const largest = money(maxAmount, 'ZAR')
      // Put together by hand, as a caller without our constructors would.
      const tooLarge = { amount: maxAmount + 1n, currency: 'ZAR' } as const

      const { balances } = await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, largest) })
      const posted = await refusal(() =>
        book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, tooLarge) }),
      )
      const held = await refusal(() => book.holds.place({ key: 'h1', account: bob, amount: tooLarge }))

      expect(balances.map(({ posted }) => posted.amount)).toEqual([-maxAmount, maxAmount])
      expect([posted.code, held.code]).toEqual(['invalid_amount', 'invalid_amount'])
    })

    it('rejects what would take a total out of the range of the books', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ floor: 'none' }), await open()]
      const largest = money(maxAmount, 'ZAR')
      for (let i = 0; i < 9; i++) {
        await book.post({ key: `p${i}`, kind: 'x', entries: transfer(alice, bob, largest) })
      }

      const error = await rejection(() =>
        book.post({ key: 'p9', kind: 'x', entries: transfer(alice, bob, zar('0.01')) }),
      )

      expect(error).toMatchObject({ code: 'total_out_of_range', details: { entry: 0, account: alice } })
    })

    it.for(['XXX', 'XTS', 'XAU', 'zar', 'RAND', ''])(
      'opens no account in "%s", which is no currency',
      async (code, { open, refusal }) => {
        const error = await refusal(() => open({ code: 'account', currency: code }))

        expect(error.code).toBe('unknown_currency')
      },
    )

    plainIt('keeps books in assets of the host, with up to 18 digits', async () => {
      const currencies = currencyTable({
        assets: [defineAsset({ code: 'POINTS', scale: 0 }), defineAsset({ code: 'ETHER', scale: 18 })],
      })
      const { ledger, contents } = await open({ currencies })
      const book = ledger.book('custom-assets')
      const [points, ether] = [currency('POINTS', currencies), currency('ETHER', currencies)]
      for (const code of ['POINTS', 'ETHER']) {
        await book.accounts.open({ code: `a:${code}`, type: 'asset', currency: code })
        await book.accounts.open({ code: `b:${code}`, type: 'liability', currency: code })
      }

      const { journal } = await book.post({
        key: 'swap',
        kind: 'swap',
        entries: [
          debit('a:POINTS', points('7')),
          debit('a:ETHER', ether('0.000000000000000001')),
          credit('b:ETHER', ether('0.000000000000000001')),
          credit('b:POINTS', points('7')),
        ],
      })

      expect(journal.entries.map(({ amount }) => amount.amount)).toEqual([7n, 1n, 1n, 7n])
      assertInvariants(await contents('custom-assets'))
    })
  })
}
