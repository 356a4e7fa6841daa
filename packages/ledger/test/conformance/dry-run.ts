import { describe, expect } from 'vitest'
import { errorOf, ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

/** That every write can be tried is among the facts of writes; these are about what a trial says and leaves. */
export function dryRunFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('a dry run', () => {
    it('is rejected as the write would be, and its key is free', async ({ book, open, contents }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const post = (amount: string, dryRun: boolean) =>
        book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar(amount)) }, { dryRun })
      const before = await contents()

      const error = await errorOf(() => post('9.01', true))
      const left = await contents()

      expect(error).toMatchObject({ code: 'insufficient_funds', details: { usable: '900', needed: '901' } })
      expect(left).toEqual(before)
      expect((await post('9.00', false)).replayed).toBe(false)
    })

    it('opens no account', async ({ book, contents }) => {
      const opened = await book.accounts.open({ code: 'a', type: 'asset', currency: 'ZAR' }, { dryRun: true })

      expect(opened).toMatchObject({ created: true, account: { code: 'a', status: 'open' } })
      expect((await contents()).accounts).toEqual([])
    })

    it('of a batch answers for each journal, and leaves nothing', async ({ book, open, contents }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journals = [1, 2].map((n) => ({
        ...{ key: `p${n}`, kind: 'x' },
        entries: transfer(alice, bob, zar('5.00')),
      }))
      const before = await contents()

      const settled = await book.post(journals, { mode: 'independent', dryRun: true })
      const atomic = await errorOf(() => book.post(journals, { mode: 'atomic', dryRun: true }))

      expect(settled.map((one) => (one.ok ? 'posted' : one.error.code))).toEqual([
        'posted',
        'insufficient_funds',
      ])
      expect(atomic).toMatchObject({ code: 'insufficient_funds', details: { command: 1 } })
      expect(await contents()).toEqual(before)
    })

    it('ends no hold that has expired', async ({ book, open, clock, contents }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('9.00'), expiresIn: '1m' })
      clock.advance(60_000)
      const before = await contents()

      const { balances } = await book.post(
        { key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('9.00')) },
        { dryRun: true },
      )

      expect(balances[0]).toMatchObject({ posted: zar('0.00'), held: zar('0.00'), version: 4 })
      expect(await contents()).toEqual(before)
    })
  })
}
