import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { credit, debit } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function reversalFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('reversals', () => {
    it('mirror a journal: other sides, last entry first', async ({ book, open, balanceOf }) => {
      const [alice, bob, fees] = [await open({ funded: zar('100.00') }), await open(), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'sale',
        entries: [debit(alice, zar('51.00')), credit(bob, zar('50.00')), credit(fees, zar('1.00'))],
      })

      const reversal = await book.reverse({ key: 'r1', journal: journal.id, description: 'Wrong shop' })

      expect(reversal.journal).toMatchObject({
        kind: 'reversal',
        reverses: journal.id,
        description: 'Wrong shop',
      })
      expect(reversal.journal.entries).toMatchObject([
        { account: fees, side: 'debit', amount: zar('1.00') },
        { account: bob, side: 'debit', amount: zar('50.00') },
        { account: alice, side: 'credit', amount: zar('51.00') },
      ])
      expect((await balanceOf(alice)).posted).toEqual(zar('100.00'))
      expect(await book.journal(journal.id)).toEqual(journal)
    })

    it('link both ways', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'sale',
        entries: transfer(alice, bob, zar('1.00')),
      })
      expect(await book.reversalOf(journal.id)).toBeNull()

      const reversal = await book.reverse({ key: 'r1', journal: journal.id })

      expect(reversal.journal.reverses).toBe(journal.id)
      expect(await book.reversalOf(journal.id)).toEqual(reversal.journal)
    })

    it('walk every account back through the balances it came by', async ({ book, open }) => {
      const accounts = [
        await open({ funded: zar('9.00') }),
        await open({ funded: zar('9.00') }),
        await open(),
      ]
      const move = fc.tuple(fc.nat(2), fc.nat(2), fc.bigInt({ min: 1n, max: 900n }))
      let round = 0

      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 6 }), async (moves) => {
          round += 1
          const entries = moves.flatMap(([from, to, amount]) =>
            transfer(accounts[from] ?? '', accounts[to] ?? '', zar.minor(amount)),
          )
          const posted = await book.post({ key: `p${round}`, kind: 'x', entries }).catch(() => fc.pre(false))
          if (posted === undefined) return

          // What was possible forwards is possible backwards: no floor stands in the way of an immediate reversal.
          const { journal } = await book.reverse({ key: `r${round}`, journal: posted.journal.id })

          const forwards = posted.journal.entries.map(({ after }) => after.posted.amount)
          const backwards = journal.entries.map(({ after }) => after.posted.amount).toReversed()
          expect(backwards.map((amount, i) => amount - (forwards[i] ?? 0n))).toEqual(
            posted.journal.entries.map(({ side, amount }) =>
              side === 'debit' ? amount.amount : -amount.amount,
            ),
          )
        }),
        { numRuns: samples({ quick: 30, long: 1_000 }) },
      )
    })

    it('happen once: a second one is rejected, and named the first', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('1.00')),
      })
      const first = await book.reverse({ key: 'r1', journal: journal.id })

      const error = await rejection(() => book.reverse({ key: 'r2', journal: journal.id }))

      expect(error).toMatchObject({
        code: 'already_reversed',
        details: { journal: journal.id, reversal: first.journal.id },
      })
    })

    it('happen once however many try at once', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('1.00')),
      })
      await book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('50.00')) })

      const { values, errors } = await race(10, (i) => book.reverse({ key: `r${i}`, journal: journal.id }))

      expect(values).toHaveLength(1)
      expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'already_reversed' })))
      expect((await balanceOf(bob)).posted).toEqual(zar('50.00'))
    })

    it('check the floor like any journal, and leave the choice of a receivable to the caller', async ({
      book,
      open,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const receivable = await open({ type: 'asset' })
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('9.00')),
      })
      await book.post({ key: 'p2', kind: 'x', entries: transfer(bob, alice, zar('4.00')) })

      const error = await rejection(() => book.reverse({ key: 'r1', journal: journal.id }))
      const { balances } = await book.post({
        key: 'p3',
        kind: 'x',
        entries: [debit(bob, zar('5.00')), debit(receivable, zar('4.00')), credit(alice, zar('9.00'))],
      })

      expect(error).toMatchObject({
        code: 'insufficient_funds',
        details: { account: bob, usable: '500', needed: '900', entry: 0 },
      })
      expect(balances.map(({ posted }) => posted)).toEqual([zar('0.00'), zar('4.00'), zar('104.00')])
    })

    it('do not take from a frozen account, nor give to a closed one', async ({ book, open, rejection }) => {
      const [alice, bob, carol] = [await open({ funded: zar('9.00') }), await open(), await open()]
      const paid = await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('9.00')) })
      const passed = await book.post({ key: 'p2', kind: 'x', entries: transfer(bob, carol, zar('9.00')) })
      await book.accounts.close({ key: 'x1', account: alice })
      await book.accounts.freeze({ key: 'f1', account: carol })

      const frozen = await rejection(() => book.reverse({ key: 'r1', journal: passed.journal.id }))
      await book.accounts.unfreeze({ key: 'u1', account: carol })
      await book.reverse({ key: 'r2', journal: passed.journal.id })
      const closed = await rejection(() => book.reverse({ key: 'r3', journal: paid.journal.id }))

      expect([frozen.code, closed.code]).toEqual(['account_frozen', 'account_closed'])
    })

    it('can be reversed themselves, once', async ({ book, open, balanceOf, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('9.00')),
      })
      const back = await book.reverse({ key: 'r1', journal: journal.id })

      const again = await book.reverse({ key: 'r2', journal: back.journal.id })
      const error = await rejection(() => book.reverse({ key: 'r3', journal: back.journal.id }))

      expect(again.journal.reverses).toBe(back.journal.id)
      expect(error.code).toBe('already_reversed')
      expect((await balanceOf(bob)).posted).toEqual(zar('9.00'))
    })

    it('of a capture give the value back, and leave the hold as it ended', async ({
      book,
      open,
      balanceOf,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('9.00') })
      const { journal } = await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('9.00')]] })

      await book.reverse({ key: 'r1', journal: journal.id })

      expect(await balanceOf(alice)).toMatchObject({ posted: zar('9.00'), held: zar('0.00') })
      expect((await book.holds.get(hold.id)).status).toBe('captured')
    })

    it('in part are ordinary journals, and do not count as the reversal', async ({
      book,
      open,
      balanceOf,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open({ funded: zar('1.00') })]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('9.00')),
      })
      const partly = await book.post({ key: 'p2', kind: 'x', entries: transfer(bob, alice, zar('1.00')) })

      const { journal: reversal } = await book.reverse({ key: 'r1', journal: journal.id })

      expect([partly.journal.reverses, reversal.reverses]).toEqual([null, journal.id])
      expect((await balanceOf(bob)).posted).toEqual(zar('0.00'))
    })

    it('take the facts of a journal of their own', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        reference: 'a',
        metadata: { of: 'the original' },
        entries: transfer(alice, bob, zar('9.00')),
      })
      const facts = { kind: 'correction', reference: 'b', metadata: { why: 'typo' }, description: 'Typo' }

      const reversal = await book.reverse({
        ...facts,
        key: 'r1',
        journal: journal.id,
        effectiveAt: '2026-01-01T00:00:00Z',
      })

      expect(reversal.journal).toMatchObject({ ...facts, effectiveAt: '2026-01-01T00:00:00.000Z' })
    })

    it('need a journal of this book', async ({ ledger, book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('9.00')),
      })
      const other = ledger.book(`${book.name}-other`)

      const elsewhere = await refusal(() => other.reverse({ key: 'r1', journal: journal.id }))
      const malformed = await refusal(() => book.reverse({ key: 'r1', journal: 'journal 1' }))

      expect([elsewhere.code, malformed.code]).toEqual(['journal_not_found', 'invalid_input'])
    })
  })
}
