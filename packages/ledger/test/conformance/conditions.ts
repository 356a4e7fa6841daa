import { race } from '@evenkeel/test-support'
import { describe, expect } from 'vitest'
import { credit, debit, type EntryCondition } from '../../src/index.ts'
import { ledgerTest, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function conditionFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('conditions of an entry', () => {
    // Alice has 100.00, of which 30.00 is held, at version 2; the journal takes 20.00 of it.
    it.for<[what: string, met: EntryCondition, failed: EntryCondition, name: keyof EntryCondition]>([
      ['the version just before the journal', { ifVersion: 2 }, { ifVersion: 1 }, 'ifVersion'],
      [
        'the least posted after it',
        { postedAtLeast: zar('80.00') },
        { postedAtLeast: zar('80.01') },
        'postedAtLeast',
      ],
      [
        'the most posted after it',
        { postedAtMost: zar('80.00') },
        { postedAtMost: zar('79.99') },
        'postedAtMost',
      ],
      [
        'the least usable after it',
        { usableAtLeast: zar('50.00') },
        { usableAtLeast: zar('50.01') },
        'usableAtLeast',
      ],
      [
        'the most usable after it',
        { usableAtMost: zar('50.00') },
        { usableAtMost: zar('49.99') },
        'usableAtMost',
      ],
    ])('bound %s', async ([, met, failed, name], { book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('30.00') })
      const journal = (key: string, condition: EntryCondition) => ({
        key,
        kind: 'x',
        entries: [debit(alice, zar('20.00'), condition), credit(bob, zar('20.00'))],
      })

      const error = await rejection(() => book.post(journal('p1', failed)))
      const { journal: posted } = await book.post(journal('p2', met))

      expect(error).toMatchObject({
        code: 'condition_failed',
        details: { account: alice, condition: name, entry: 0 },
      })
      expect(posted.entries).toHaveLength(2)
    })

    it('speak of the account after the whole journal, on whichever entry they stand', async ({
      book,
      open,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]

      const { balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: [
          debit(alice, zar('60.00'), { ifVersion: 1, postedAtLeast: zar('90.00') }),
          credit(bob, zar('60.00'), { postedAtMost: zar('10.00') }),
          debit(bob, zar('50.00')),
          credit(alice, zar('50.00'), { ifVersion: 1 }),
        ],
      })

      expect(balances.map(({ posted }) => posted)).toEqual([zar('90.00'), zar('10.00')])
    })

    it('are all asked: the first that fails is named', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]

      const error = await rejection(() =>
        book.post({
          key: 'p1',
          kind: 'x',
          entries: [
            debit(alice, zar('1.00'), { ifVersion: 1 }),
            credit(bob, zar('1.00'), { ifVersion: 0, usableAtLeast: zar('2.00') }),
          ],
        }),
      )

      expect(error.details).toMatchObject({ account: bob, condition: 'usableAtLeast', entry: 1 })
    })

    it('are remembered when they fail, so that a late duplicate does not succeed', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const journal = {
        key: 'p1',
        kind: 'x',
        entries: [debit(alice, zar('1.00'), { ifVersion: 2 }), credit(bob, zar('1.00'))],
      }
      await expect(book.post(journal)).rejects.toMatchObject({ code: 'condition_failed', replayed: false })
      await book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })

      const late = book.post(journal)

      await expect(late).rejects.toMatchObject({ code: 'condition_failed', replayed: true })
    })

    it('let one of many that saw the same version win', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]

      const { values, errors } = await race(20, (i) =>
        book.post({
          key: `p${i}`,
          kind: 'x',
          entries: [debit(alice, zar('1.00'), { ifVersion: 1 }), credit(bob, zar('1.00'))],
        }),
      )

      expect([values.length, errors.length]).toEqual([1, 19])
      expect((await balanceOf(bob)).posted).toEqual(zar('1.00'))
    })

    it('refuse a bound in another currency, and a version that is none', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const post = (condition: EntryCondition): Promise<unknown> =>
        book.post({
          key: 'p1',
          kind: 'x',
          entries: [debit(alice, zar('1.00'), condition), credit(bob, zar('1.00'))],
        })

      const mismatches = [
        await refusal(() => post({ postedAtLeast: usd('1.00') })),
        await refusal(() => post({ postedAtMost: usd('1000.00') })),
        await refusal(() => post({ usableAtLeast: usd('1.00') })),
        await refusal(() => post({ usableAtMost: usd('1000.00') })),
      ]
      const noVersions = [
        await refusal(() => post({ ifVersion: -1 })),
        await refusal(() => post({ ifVersion: 0.5 })),
      ]

      expect(mismatches.map(({ code, details }) => [code, details['entry']])).toEqual(
        mismatches.map(() => ['currency_mismatch', 0]),
      )
      expect(noVersions.map(({ code }) => code)).toEqual(['invalid_input', 'invalid_input'])
    })
  })
}
