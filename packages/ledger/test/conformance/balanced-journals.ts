import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { credit, debit, type EntryInput, money } from '../../src/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function balanceFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('entries', () => {
    it('posts any journal that balances in each of its currencies', async ({ book, open }) => {
      const currencies = ['ZAR', 'USD', 'JPY'] as const
      const accounts = new Map<string, string[]>()
      for (const code of currencies) {
        const own = [1, 2, 3].map(() => open({ currency: code, floor: 'none' }))
        accounts.set(code, await Promise.all(own))
      }
      const move = fc.record({
        code: fc.constantFrom(...currencies),
        from: fc.nat(2),
        to: fc.nat(2),
        amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
      })
      let key = 0

      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 8 }), fc.nat(), async (moves, turn) => {
          const entries = moves.flatMap(({ code, from, to, amount }) =>
            transfer(accounts.get(code)?.[from] ?? '', accounts.get(code)?.[to] ?? '', money(amount, code)),
          )
          const turned = [...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)]
          key += 1

          const { journal } = await book.post({ key: `p${key}`, kind: 'x', entries: turned })

          expect(journal.entries).toHaveLength(entries.length)
        }),
        { numRuns: samples({ quick: 50, long: 2_000 }) },
      )
    })

    it('refuses every journal that does not balance in some currency', async ({ book, open, refusal }) => {
      const zarAccounts = [await open({ floor: 'none' }), await open({ floor: 'none' })] as const
      const usdAccounts = [
        await open({ floor: 'none', currency: 'USD' }),
        await open({ floor: 'none', currency: 'USD' }),
      ] as const
      const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n })

      await fc.assert(
        fc.asyncProperty(amounts, amounts, amounts, async (first, second, other) => {
          fc.pre(first !== second)

          const error = await refusal(() =>
            book.post({
              key: 'p1',
              kind: 'x',
              entries: [
                ...transfer(...usdAccounts, money(other, 'USD')),
                debit(zarAccounts[0], money(first, 'ZAR')),
                credit(zarAccounts[1], money(second, 'ZAR')),
              ],
            }),
          )

          expect(error).toMatchObject({
            code: 'journal_unbalanced',
            details: { currency: 'ZAR', debit: String(first), credit: String(second) },
          })
        }),
        { numRuns: samples({ quick: 30, long: 1_000 }) },
      )
    })

    it('does not balance one currency with another', async ({ book, open, refusal }) => {
      const [rand, dollars] = [await open({ floor: 'none' }), await open({ currency: 'USD' })]

      const error = await refusal(() =>
        book.post({
          key: 'p1',
          kind: 'x',
          entries: [debit(rand, zar('1.00')), credit(dollars, usd('1.00'))],
        }),
      )

      expect(error.code).toBe('journal_unbalanced')
    })

    it('needs two entries, and refuses amounts that are not positive', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('1.00') }), await open()]
      const post = (entries: readonly EntryInput[]): Promise<unknown> =>
        book.post({ key: 'p1', kind: 'x', entries })

      const errors = [
        await refusal(() => post([])),
        await refusal(() => post([debit(alice, zar('1.00'))])),
        await refusal(() => post(transfer(alice, bob, zar('0.00')))),
        await refusal(() => post(transfer(alice, bob, zar.minor(-1n)))),
      ]

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'invalid_input'))
    })

    it('takes a thousand entries, and refuses more', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('500.00') }), await open()]
      const pairs = (n: number): EntryInput[] =>
        Array.from({ length: n }, () => transfer(alice, bob, zar('1.00'))).flat()

      const { balances } = await book.post({ key: 'p1', kind: 'x', entries: pairs(500) })
      const error = await refusal(() => book.post({ key: 'p2', kind: 'x', entries: pairs(501) }))

      expect(balances.map(({ posted, version }) => [posted, version])).toEqual([
        [zar('0.00'), 501],
        [zar('500.00'), 500],
      ])
      expect(error.code).toBe('invalid_input')
    })
  })
}
