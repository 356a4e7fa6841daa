import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { ledgerTest, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function captureFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('captures', () => {
    it('turn a hold into one journal, to as many accounts as they name', async ({
      book,
      open,
      clock,
      balanceOf,
    }) => {
      const [alice, shop, fees] = [await open({ funded: zar('100.00') }), await open(), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('51.00') })

      const captured = await book.holds.capture({
        key: 'c1',
        hold: hold.id,
        to: [
          [shop, zar('50.00')],
          [fees, zar('1.00')],
        ],
      })

      expect(captured.hold).toEqual({
        ...hold,
        captured: zar('51.00'),
        status: 'captured',
        endedAt: clock.now().toISOString(),
      })
      expect(captured.journal).toMatchObject({
        kind: 'capture',
        captures: hold.id,
        entries: [
          { account: alice, side: 'debit', amount: zar('51.00') },
          { account: shop, side: 'credit', amount: zar('50.00') },
          { account: fees, side: 'credit', amount: zar('1.00') },
        ],
      })
      expect(captured.balances).toEqual([
        await balanceOf(alice),
        await balanceOf(shop),
        await balanceOf(fees),
      ])
      expect(captured.balances[0]).toMatchObject({ posted: zar('49.00'), held: zar('0.00') })
    })

    it('leave the rest held for a later one', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      const first = await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('30.00')]] })
      const second = await book.holds.capture({ key: 'c2', hold: hold.id, to: [[bob, zar('50.00')]] })

      expect(first.hold).toMatchObject({ status: 'open', captured: zar('30.00'), endedAt: null })
      expect(first.balances[0]).toMatchObject({
        posted: zar('70.00'),
        held: zar('50.00'),
        usable: zar('20.00'),
      })
      expect(second.hold).toMatchObject({ status: 'captured', captured: zar('80.00') })
    })

    it('free the rest of a partly captured hold when asked to', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      const { hold: ended, balances } = await book.holds.capture({
        key: 'c1',
        hold: hold.id,
        to: [[bob, zar('30.00')]],
        releaseRest: true,
      })
      const error = await rejection(() =>
        book.holds.capture({ key: 'c2', hold: hold.id, to: [[bob, zar('0.01')]] }),
      )

      expect(ended).toMatchObject({ status: 'captured', captured: zar('30.00') })
      expect(balances[0]).toMatchObject({
        posted: zar('70.00'),
        held: zar('0.00'),
        usable: zar('70.00'),
      })
      expect(error).toMatchObject({ code: 'hold_ended', details: { hold: hold.id, status: 'captured' } })
    })

    it('take never more than is held', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })
      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('30.00')]] })

      const error = await rejection(() =>
        book.holds.capture({
          key: 'c2',
          hold: hold.id,
          to: [
            [bob, zar('50.00')],
            [bob, zar('0.01')],
          ],
        }),
      )

      expect(error).toMatchObject({
        code: 'capture_exceeds_hold',
        details: { hold: hold.id, remaining: '5000', asked: '5001' },
      })
    })

    it('sum up to the hold at most, in whatever parts and however raced', async ({ book, open }) => {
      const cents = fc.bigInt({ min: 1n, max: 400n })
      let round = 0

      await fc.assert(
        fc.asyncProperty(cents, fc.array(cents, { minLength: 1, maxLength: 8 }), async (amount, parts) => {
          round += 1
          const prefix = `round-${round}`
          const alice = await open({ code: `${prefix}:alice`, funded: zar('4.00') })
          const bob = await open({ code: `${prefix}:bob` })
          const place = { key: `${prefix}:place`, account: alice, amount: zar.minor(amount) }
          const { hold } = await book.holds.place(place)

          const { values } = await race(parts.length, (i) =>
            book.holds.capture({
              key: `${prefix}:${i}`,
              hold: hold.id,
              to: [[bob, zar.minor(parts[i] ?? 0n)]],
            }),
          )

          const { captured } = await book.holds.get(hold.id)
          const { balance } = await book.accounts.get(alice)
          const sum = values.reduce(
            (total, { journal }) => total + (journal.entries[0]?.amount.amount ?? 0n),
            0n,
          )
          expect(captured.amount).toBe(sum)
          expect(sum <= amount).toBe(true)
          expect(balance).toMatchObject({
            posted: zar.minor(400n - sum),
            held: zar.minor(amount - sum),
          })
        }),
        { numRuns: samples({ quick: 30, long: 1_000 }) },
      )
    })

    it('are not stopped by a floor that the hold has reached', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('80.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      const { balances } = await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('80.00')]] })

      expect(balances[0]).toMatchObject({ posted: zar('0.00'), usable: zar('0.00') })
    })

    it('credit an account that grows by debits', async ({ book, open }) => {
      const [float, cash] = [
        await open({ type: 'asset', funded: zar('9.00') }),
        await open({ type: 'asset' }),
      ]
      const { hold } = await book.holds.place({ key: 'h1', account: float, amount: zar('5.00') })

      const { journal, balances } = await book.holds.capture({
        key: 'c1',
        hold: hold.id,
        to: [[cash, zar('5.00')]],
      })

      expect(journal.entries.map(({ side }) => side)).toEqual(['credit', 'debit'])
      expect(balances.map(({ posted }) => posted)).toEqual([zar('4.00'), zar('5.00')])
    })

    it('may give a part back to the account that was held', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('9.00') })

      const { balances } = await book.holds.capture({
        key: 'c1',
        hold: hold.id,
        to: [
          [bob, zar('5.00')],
          [alice, zar('4.00')],
        ],
      })

      expect(balances.map(({ usable }) => usable)).toEqual([zar('4.00'), zar('5.00')])
    })

    it('leave the hold as it was when one of their accounts will not have it', async ({
      book,
      open,
      rejection,
      refusal,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open({ ceiling: zar('1.00') })]
      const dollars = await open({ currency: 'USD' })
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('9.00') })
      const capture = (account: string, amount = zar('9.00')): Promise<unknown> =>
        book.holds.capture({ key: 'c1', hold: hold.id, to: [[account, amount]] })

      const unknown = await refusal(() => capture('nobody'))
      const mismatch = await refusal(() => capture(dollars))
      const foreign = await refusal(() =>
        book.holds.capture({ key: 'c1', hold: hold.id, to: [[dollars, usd('1.00')]] }),
      )
      const full = await rejection(() => capture(bob))

      expect(unknown).toMatchObject({ code: 'account_not_found', details: { account: 'nobody', entry: 1 } })
      expect([mismatch.code, foreign.code]).toEqual(['currency_mismatch', 'currency_mismatch'])
      expect(full).toMatchObject({ code: 'ceiling_exceeded', details: { account: bob, entry: 1 } })
      expect(await book.holds.get(hold.id)).toEqual(hold)
    })

    it('go somewhere, and to fewer than a thousand places', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('100.00') })
      const capture = (places: number): Promise<unknown> =>
        book.holds.capture({
          key: 'c1',
          hold: hold.id,
          to: Array.from({ length: places }, () => [bob, zar('0.01')] as const),
        })

      const none = await refusal(() => capture(0))
      const many = await refusal(() => capture(1_000))
      await capture(999)

      expect([none.code, many.code]).toEqual(['invalid_input', 'invalid_input'])
      expect((await book.holds.get(hold.id)).captured).toEqual(zar('9.99'))
    })
  })
}
