import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { CodeTotal } from '../../src/index.ts'
import { credit, debit } from '../../src/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'
import { happening, lifeAccounts, live } from '../support/random-life.ts'

const lives = fc.array(happening, { minLength: 5, maxLength: 30, size: 'max' })

export function totalsFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('totals', () => {
    it('add up accounts by the beginnings of their codes, each currency by itself', async ({
      book,
      open,
    }) => {
      for (const code of ['user:1:ZAR', 'user:1:savings', 'user:10', 'user'])
        await open({ code, funded: zar('1.00') })
      await open({ code: 'user:1:USD', funded: usd('7.00') })

      const [byUser, wholeBook] = [
        await book.totals({ prefix: 'user', depth: 2 }),
        await book.totals({ depth: 1 }),
      ]

      expect(byUser.map(lineOf)).toEqual([
        ...['user ZAR 1: 0 100', 'user:1 USD 1: 0 700', 'user:1 ZAR 2: 0 200', 'user:10 ZAR 1: 0 100'],
      ])
      expect(wholeBook.map(lineOf)).toEqual([
        ...['funding USD 1: 700 0', 'funding ZAR 1: 400 0', 'user USD 1: 0 700', 'user ZAR 4: 0 400'],
      ])
      expect((await book.totals({ prefix: 'user:1' })).map(({ code }) => code)).toEqual([
        ...['user:1:USD', 'user:1:ZAR', 'user:1:savings'],
      ])
      expect(await book.totals({ prefix: 'nobody' })).toEqual([])
    })

    it('put an account into the column of the side it is on', async ({ book, open }) => {
      const [loan, cash] = [await open({ floor: 'none' }), await open({ type: 'asset', floor: 'none' })]

      await book.post({
        key: 'p1',
        kind: 'x',
        entries: [debit(loan, zar('3.00')), credit(cash, zar('3.00'))],
      })

      expect((await book.totals({ prefix: loan })).map(lineOf)).toEqual([`${loan} ZAR 1: 300 0`])
      expect((await book.totals({ prefix: cash })).map(lineOf)).toEqual([`${cash} ZAR 1: 0 300`])
    })

    it('refuse a prefix that is no code, no depth at all, and two times', async ({ book, refusal }) => {
      const moments = { recordedAt: '2026-01-01T00:00:00Z', effectiveAt: '2026-01-01T00:00:00Z' }

      const errors = [
        await refusal(() => book.totals({ prefix: 'user:' })),
        await refusal(() => book.totals({ depth: 0 })),
        // @ts-expect-error The compiler refuses it too.
        await refusal(() => book.totals(moments)),
      ]

      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['invalid_input']))
    })
  })

  describe('a trial balance', () => {
    it('balances in each currency, and breaks down into its accounts', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open({ funded: usd('2.00') })]
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, await open(), zar('4.00')) })

      const { lines, totals, isBalanced } = await book.trialBalance()

      expect(isBalanced).toBe(true)
      expect(totals.map(({ currency, debit, credit }) => [currency, debit, credit])).toEqual([
        ...[
          ['USD', usd('2.00'), usd('2.00')],
          ['ZAR', zar('9.00'), zar('9.00')],
        ],
      ])
      expect(lines.map(({ code }) => code)).toEqual(expect.arrayContaining([alice, bob]))
    })

    it('balances at any time, by either, and says of each account what is said of it alone', {
      timeout: 3_600_000,
    }, async ({ ledger, book, clock, journalsOf }) => {
      let n = 0
      const property = fc.asyncProperty(lives, fc.nat(), async (happenings, which) => {
        const own = ledger.book(`${book.name}-${n++}`)
        await live(own, clock, happenings)
        const times = (await journalsOf(own.name)).flatMap(({ effectiveAt, recordedAt }) => [
          effectiveAt,
          recordedAt,
        ])
        const at = times[which % times.length] ?? clock.now()

        const recorded = await own.trialBalance({ recordedAt: at })
        const effective = await own.trialBalance({ effectiveAt: at })

        expect([recorded.isBalanced, effective.isBalanced]).toEqual([true, true])
        for (const code of lifeAccounts) {
          const then = await own.accounts.balance(code, { recordedAt: at })
          const inBusiness = await own.accounts.balance(code, { effectiveAt: at })
          expect(netOf(recorded.lines, code)).toBe(then.posted.amount)
          expect(netOf(effective.lines, code)).toBe(inBusiness.posted.amount)
        }
      })

      await fc.assert(property, { numRuns: samples({ quick: 8, long: 1_000 }) })
    })
  })
}

function lineOf({ code, currency, accounts, debit, credit }: CodeTotal): string {
  return `${code} ${currency} ${accounts}: ${debit.amount} ${credit.amount}`
}

/** On the account's normal side, which is debit for bob alone. */
function netOf(lines: readonly CodeTotal[], code: string): bigint {
  const line = lines.find((each) => each.code === code)
  const net = (line?.debit.amount ?? 0n) - (line?.credit.amount ?? 0n)
  return code === 'bob' ? net : -net
}
