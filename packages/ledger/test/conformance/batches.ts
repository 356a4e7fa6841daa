import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { type EntryInput, isLedgerError, type Money, type PostJournal } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

const payment = (key: string, entries: readonly EntryInput[]): PostJournal => ({ key, kind: 'x', entries })

export function batchFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('an atomic batch', () => {
    it('posts all of its journals, in order, as if one after the other', async ({ book, open }) => {
      const [alice, bob, carol] = [await open({ funded: zar('9.00') }), await open(), await open()]

      const written = await book.post(
        [payment('p1', transfer(alice, bob, zar('9.00'))), payment('p2', transfer(bob, carol, zar('9.00')))],
        { mode: 'atomic' },
      )

      expect(written.map(({ replayed }) => replayed)).toEqual([false, false])
      expect(written.map(({ balances }) => balances.map(({ posted }) => posted))).toEqual([
        [zar('0.00'), zar('9.00')],
        [zar('0.00'), zar('9.00')],
      ])
    })

    it('posts none when one is rejected, names it, and remembers that one alone', async ({
      book,
      open,
      rejection,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const innocent = payment('p1', transfer(alice, bob, zar('5.00')))
      const culprit = payment('p2', transfer(alice, bob, zar('5.00')))
      const after = payment('p3', transfer(alice, bob, zar('1.00')))

      const error = await rejection(() => book.post([innocent, culprit, after], { mode: 'atomic' }))

      expect(error).toMatchObject({
        code: 'insufficient_funds',
        details: { command: 1, account: alice, entry: 0 },
      })
      expect((await contents()).keys.map(({ key }) => key)).toContain('p2')
      expect((await book.post(innocent)).replayed).toBe(false)
      expect((await book.post(after)).replayed).toBe(false)
      await expect(book.post(culprit)).rejects.toMatchObject({ replayed: true })
    })

    it('remembers the first of two that would be rejected, and not the second', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const first = payment('p1', transfer(alice, bob, zar('10.00')))
      const second = payment('p2', transfer(alice, bob, zar('11.00')))

      const both = book.post([first, second], { mode: 'atomic' })

      await expect(both).rejects.toMatchObject({ code: 'insufficient_funds', details: { command: 0 } })
      await expect(book.post(first)).rejects.toMatchObject({ replayed: true })
      await expect(book.post(second)).rejects.toMatchObject({ replayed: false })
    })

    it('posts none when one names an unknown account, and remembers none', async ({
      book,
      open,
      refusal,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]

      const error = await refusal(() =>
        book.post(
          [
            payment('p1', transfer(alice, bob, zar('1.00'))),
            payment('p2', transfer(alice, 'nobody', zar('1.00'))),
          ],
          { mode: 'atomic' },
        ),
      )

      expect(error).toMatchObject({ code: 'account_not_found', details: { command: 1, entry: 1 } })
    })

    it('names its only journal too', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('1.00') }), await open()]
      const only = payment('p1', transfer(alice, bob, zar('2.00')))

      const first = await rejection(() => book.post([only], { mode: 'atomic' }))

      expect(first.details).toMatchObject({ command: 0, entry: 0 })
      await expect(book.post([only], { mode: 'atomic' })).rejects.toMatchObject({ details: first.details })
    })

    it('posts none when one comes under a key of another request', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.post(payment('p1', transfer(alice, bob, zar('1.00'))))

      const errors = [
        await refusal(() =>
          book.post(
            [
              payment('p2', transfer(alice, bob, zar('1.00'))),
              payment('p1', transfer(alice, bob, zar('2.00'))),
            ],
            { mode: 'atomic' },
          ),
        ),
        await refusal(() =>
          book.post(
            [
              payment('p2', transfer(alice, bob, zar('1.00'))),
              payment('p2', transfer(alice, bob, zar('2.00'))),
            ],
            { mode: 'atomic' },
          ),
        ),
      ]

      expect(errors.map(({ code, details }) => [code, details['command']])).toEqual([
        ['key_reused', 1],
        ['key_reused', 1],
      ])
    })

    it('answers with what was written when it is repeated', async ({ book, open, contents }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journals = [1, 2, 3].map((n) => payment(`p${n}`, transfer(alice, bob, zar('1.00'))))
      const first = await book.post(journals, { mode: 'atomic' })
      const before = await contents()

      const again = await book.post(journals, { mode: 'atomic' })

      expect(again).toEqual(first.map((written) => ({ ...written, replayed: true })))
      expect(await contents()).toEqual(before)
    })

    it('has one effect when it races itself', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journals = [1, 2, 3].map((n) => payment(`p${n}`, transfer(alice, bob, zar('3.00'))))

      const { values, errors } = await race(20, () => book.post(journals, { mode: 'atomic' }))

      expect([values.length, errors.length]).toEqual([20, 0])
      expect(values.flat().filter(({ replayed }) => !replayed)).toHaveLength(3)
      expect((await balanceOf(bob)).posted).toEqual(zar('9.00'))
    })
  })

  describe('an independent batch', () => {
    it('gives each journal the answer it would have had alone', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]

      const settled = await book.post(
        [
          payment('p1', transfer(alice, bob, zar('5.00'))),
          payment('p2', transfer(alice, bob, zar('5.00'))),
          payment('p3', transfer(alice, 'nobody', zar('1.00'))),
          payment('p1', transfer(alice, bob, zar('5.00'))),
          payment('p1', transfer(alice, bob, zar('1.00'))),
          payment('p4', transfer(alice, bob, zar('4.00'))),
        ],
        { mode: 'independent' },
      )

      const said = settled.map((one) => (one.ok ? one.replayed : one.error.code))
      expect(said).toEqual([false, 'insufficient_funds', 'account_not_found', true, 'key_reused', false])
      expect((await balanceOf(bob)).posted).toEqual(zar('9.00'))
    })

    it('answers a malformed journal by itself, and posts the others', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      // A caller without types may pass anything.
      const nonsense = 7 as never

      const settled = await book.post(
        [
          payment('p1', transfer(alice, bob, zar('1.00'))),
          { ...payment('p2', transfer(alice, bob, zar('1.00'))), kind: 'NOT A KIND' },
          nonsense,
          payment('p3', transfer(alice, bob, zar('1.00')).slice(1)),
          payment('p4', transfer(alice, bob, zar('1.00'))),
        ],
        { mode: 'independent' },
      )

      expect(settled.map((one) => (one.ok ? 'posted' : one.error.code))).toEqual([
        'posted',
        'invalid_input',
        'invalid_input',
        'invalid_input',
        'posted',
      ])
    })

    it('remembers each outcome under its own key', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journals = [
        payment('p1', transfer(alice, bob, zar('5.00'))),
        payment('p2', transfer(alice, bob, zar('5.00'))),
      ]
      await book.post(journals, { mode: 'independent' })

      const again = await book.post(journals, { mode: 'independent' })

      expect(again).toMatchObject([
        { ok: true, replayed: true },
        { ok: false, replayed: true, error: { code: 'insufficient_funds', replayed: true } },
      ])
    })

    it('remembers under a key that was free again the request that took it then', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const unheard = payment('p1', transfer(alice, 'nobody', zar('1.00')))
      const posted = payment('p1', transfer(alice, bob, zar('1.00')))
      await book.post([unheard, posted], { mode: 'independent' })

      const again = await book.post([posted, unheard], { mode: 'independent' })

      expect(again).toMatchObject([
        { ok: true, replayed: true },
        { ok: false, error: { code: 'key_reused' } },
      ])
    })

    it('ends as the same calls one by one', async ({ book, open, contents }) => {
      const cents = fc.bigInt({ min: 1n, max: 300n })
      const calls = fc.array(fc.record({ from: fc.nat(2), to: fc.nat(2), amount: cents, key: fc.nat(5) }), {
        minLength: 1,
        maxLength: 12,
      })
      let round = 0

      await fc.assert(
        fc.asyncProperty(calls, async (asked) => {
          round += 1
          const world = async (name: string): Promise<PostJournal[]> => {
            const prefix = `round-${round}:${name}`
            const accounts: string[] = []
            for (const i of [0, 1, 2]) {
              accounts.push(await open({ code: `${prefix}:${i}`, funded: zar('5.00') }))
            }
            return asked.map(({ from, to, amount, key }) =>
              payment(
                `${prefix}:${key}`,
                transfer(accounts[from] ?? '', accounts[to] ?? '', zar.minor(amount)),
              ),
            )
          }
          const alone: string[] = []

          const together = await book.post(await world('together'), { mode: 'independent' })
          for (const journal of await world('alone')) {
            alone.push(
              await book.post(journal).then(
                ({ replayed }) => `posted ${replayed}`,
                (error: unknown) => (isLedgerError(error) ? error.code : String(error)),
              ),
            )
          }

          const { accounts } = await contents()
          const posted = (name: string): bigint[] =>
            accounts
              .filter(({ code }) => code.startsWith(`round-${round}:${name}:`))
              .map((account) => account.posted)
          expect(together.map((one) => (one.ok ? `posted ${one.replayed}` : one.error.code))).toEqual(alone)
          expect(posted('together')).toEqual(posted('alone'))
        }),
        { numRuns: samples({ quick: 30, long: 500 }) },
      )
    })
  })

  describe('a batch', () => {
    it('has a mode, and one to a thousand journals', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const many = (n: number, amount: Money): PostJournal[] =>
        Array.from({ length: n }, (_, i) => payment(`p${i}`, transfer(alice, bob, amount)))

      const errors = [
        await refusal(() => book.post([], { mode: 'independent' })),
        await refusal(() => book.post(many(1_001, zar('0.01')), { mode: 'atomic' })),
        await refusal(() => book.post(many(1_001, zar('0.01')), { mode: 'independent' })),
        // A caller without types may forget the mode, or invent one.
        await refusal(() => book.post(many(1, zar('0.01')), {} as never)),
        await refusal(() => book.post(many(1, zar('0.01')), undefined as never)),
        await refusal(() => book.post(many(1, zar('0.01')), { mode: 'some' } as never)),
      ]

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'invalid_input'))
    })

    it('of a thousand is posted as a whole', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('10.00') }), await open()]
      const journals = Array.from({ length: 1_000 }, (_, i) =>
        payment(`p${i}`, transfer(alice, bob, zar('0.01'))),
      )

      await book.post(journals, { mode: 'atomic' })

      expect(await balanceOf(bob)).toMatchObject({ posted: zar('10.00'), version: 1_000 })
    })
  })
}
