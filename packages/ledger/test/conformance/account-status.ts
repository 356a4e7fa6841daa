import { race } from '@evenkeel/test-support'
import { describe, expect } from 'vitest'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function statusFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('a frozen account', () => {
    it('lets nothing new out', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      await book.accounts.freeze({ key: 'f1', account: alice, reason: 'court order 7' })

      const posted = await rejection(() =>
        book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('0.01')) }),
      )
      const held = await rejection(() => book.holds.place({ key: 'h1', account: alice, amount: zar('0.01') }))

      expect([posted.code, held.code]).toEqual(['account_frozen', 'account_frozen'])
      expect(posted.details).toMatchObject({ account: alice, entry: 0 })
    })

    it('lets nothing out that the same journal brought in', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('5.00') })]
      await book.accounts.freeze({ key: 'f1', account: alice })
      const through = [...transfer(bob, alice, zar('5.00')), ...transfer(alice, bob, zar('5.00'))]

      const error = await rejection(() => book.post({ key: 'p1', kind: 'x', entries: through }))

      expect(error).toMatchObject({ code: 'account_frozen', details: { account: alice, entry: 2 } })
    })

    it('lets value in', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('5.00') })]
      await book.accounts.freeze({ key: 'f1', account: alice })

      await book.post({ key: 'p1', kind: 'x', entries: transfer(bob, alice, zar('5.00')) })

      expect((await balanceOf(alice)).usable).toEqual(zar('5.00'))
    })

    it('still has its holds captured, extended and voided', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })
      const other = await book.holds.place({ key: 'h2', account: alice, amount: zar('20.00') })
      await book.accounts.freeze({ key: 'f1', account: alice })

      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('30.00')]] })
      await book.holds.extend({ key: 'e1', hold: hold.id, expiresIn: '1h' })
      await book.holds.capture({ key: 'c2', hold: hold.id, to: [[bob, zar('10.00')]], releaseRest: true })
      await book.holds.void({ key: 'v1', hold: other.hold.id })

      expect(await balanceOf(alice)).toMatchObject({ posted: zar('60.00'), held: zar('0.00') })
    })

    it('is as before once it is unfrozen', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      await book.accounts.freeze({ key: 'f1', account: alice })

      const { account } = await book.accounts.unfreeze({ key: 'u1', account: alice })
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('100.00')) })

      expect(account.status).toBe('open')
      expect((await balanceOf(bob)).posted).toEqual(zar('100.00'))
    })

    it('is not frozen again by a late duplicate', async ({ book, open }) => {
      const alice = await open()
      await book.accounts.freeze({ key: 'f1', account: alice })
      await book.accounts.unfreeze({ key: 'u1', account: alice })

      const late = await book.accounts.freeze({ key: 'f1', account: alice })

      expect(late).toMatchObject({ replayed: true, account: { status: 'frozen' } })
      expect((await book.accounts.get(alice)).status).toBe('open')
    })

    it('answers another freeze with itself', async ({ book, open, clock, contents }) => {
      const alice = await open()
      await book.accounts.freeze({ key: 'f1', account: alice })
      const before = await contents()
      clock.advance(1_000)

      const { account, replayed } = await book.accounts.freeze({ key: 'f2', account: alice })

      expect([account.status, replayed]).toEqual(['frozen', false])
      expect((await contents()).accounts).toEqual(before.accounts)
    })
  })

  describe('a closed account', () => {
    it('takes part in nothing', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('5.00') })]
      const { account } = await book.accounts.close({ key: 'x1', account: alice })

      const errors = [
        await rejection(() =>
          book.post({ key: 'p1', kind: 'x', entries: transfer(bob, alice, zar('1.00')) }),
        ),
        await rejection(() => book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })),
        await rejection(() => book.accounts.freeze({ key: 'f1', account: alice })),
        await rejection(() => book.accounts.unfreeze({ key: 'u1', account: alice })),
      ]

      expect(account.status).toBe('closed')
      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'account_closed'))
    })

    it('was empty: neither value nor a hold is closed away', async ({ book, open, clock, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('5.00') }), await open({ floor: 'none' })]
      await book.holds.place({ key: 'h1', account: bob, amount: zar('1.00'), expiresIn: '1m' })

      const withValue = await rejection(() => book.accounts.close({ key: 'x1', account: alice }))
      const withHold = await rejection(() => book.accounts.close({ key: 'x2', account: bob }))
      clock.advance(60_000)
      const closed = await book.accounts.close({ key: 'x3', account: bob })

      expect(withValue).toMatchObject({ code: 'account_not_empty', details: { posted: '500', held: '0' } })
      expect(withHold).toMatchObject({ code: 'account_not_empty', details: { posted: '0', held: '100' } })
      expect(closed.account.status).toBe('closed')
    })

    it('is not opened again under its code', async ({ book, open }) => {
      const alice = await open()
      await book.accounts.close({ key: 'x1', account: alice })

      const again = await book.accounts.open({ code: alice, type: 'liability', currency: 'ZAR' })

      expect(again).toMatchObject({ created: false, account: { status: 'closed' } })
    })

    it('is closed before value arrives, or not at all', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('5.00') })]

      const { values, errors } = await race<unknown>(2, (i) =>
        i === 0
          ? book.accounts.close({ key: 'x1', account: alice })
          : book.post({ key: 'p1', kind: 'x', entries: transfer(bob, alice, zar('5.00')) }),
      )

      expect([values.length, errors.length]).toEqual([1, 1])
      const { status } = await book.accounts.get(alice)
      expect((await balanceOf(alice)).posted).toEqual(status === 'closed' ? zar('0.00') : zar('5.00'))
    })
  })

  describe('a change of status', () => {
    it('needs an account that is there, a key and nothing it does not know', async ({
      book,
      open,
      refusal,
    }) => {
      const alice = await open()

      const missing = await refusal(() => book.accounts.freeze({ key: 'f1', account: 'nobody' }))
      const noKey = await refusal(() => book.accounts.freeze({ key: '', account: alice }))
      const extra = { key: 'f1', account: alice, because: 'typo' }
      const misspelt = await refusal(() => book.accounts.freeze(extra))

      expect([missing.code, noKey.code, misspelt.code]).toEqual([
        'account_not_found',
        'invalid_input',
        'invalid_input',
      ])
    })
  })
}
