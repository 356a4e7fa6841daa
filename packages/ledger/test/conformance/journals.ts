import { describe, expect } from 'vitest'
import { credit, debit } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function journalFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('journals', () => {
    it('moves value, and tells what each account it touched holds now', async ({ book, open, balanceOf }) => {
      const [alice, bob, carol] = [await open({ funded: zar('100.00') }), await open(), await open()]

      const { balances, replayed } = await book.post({
        key: 'p1',
        kind: 'payment',
        entries: transfer(alice, bob, zar('30.00')),
      })

      expect(replayed).toBe(false)
      expect(balances).toEqual([await balanceOf(alice), await balanceOf(bob)])
      expect(balances.map(({ posted }) => posted)).toEqual([zar('70.00'), zar('30.00')])
      expect((await balanceOf(carol)).version).toBe(0)
    })

    it('keeps a journal as it was given, and reads it back the same', async ({ book, open, clock }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const facts = {
        key: 'p1',
        kind: 'payment.settled',
        description: 'Rent, ü 家 👋',
        reference: 'invoice 7/2026',
        metadata: { order: { id: 1, lines: [1.5, null, true, 'x'] }, ['__proto__x']: '' },
      }

      const { journal } = await book.post({
        ...facts,
        effectiveAt: '2025-12-31T23:00:00+02:00',
        entries: transfer(alice, bob, zar('30.00')),
      })

      expect(journal).toMatchObject({
        ...facts,
        book: book.name,
        effectiveAt: '2025-12-31T21:00:00.000Z',
        recordedAt: clock.now().toISOString(),
        reverses: null,
        captures: null,
      })
      expect(journal.entries.map(({ account, side, amount }) => ({ account, side, amount }))).toEqual(
        transfer(alice, bob, zar('30.00')),
      )
      expect(await book.journal(journal.id)).toEqual(journal)
    })

    it('says null for what was not given, and takes the recorded time as the effective one', async ({
      book,
      open,
      clock,
    }) => {
      const [alice, bob] = [await open({ funded: zar('1.00') }), await open()]

      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('1.00')),
      })

      const now = clock.now().toISOString()
      expect(journal).toMatchObject({
        ...{ description: null, reference: null, metadata: {} },
        ...{ effectiveAt: now, recordedAt: now },
      })
    })

    it('takes a business time in the past, and never rewrites what came after it', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const later = await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })

      const back = await book.post({
        key: 'p2',
        kind: 'x',
        effectiveAt: new Date('1999-01-01T00:00:00Z'),
        entries: transfer(alice, bob, zar('1.00')),
      })

      expect(back.journal.effectiveAt).toBe('1999-01-01T00:00:00.000Z')
      expect(back.balances[1]?.version).toBe(2)
      expect(await book.journal(later.journal.id)).toEqual(later.journal)
    })

    it('never records an account earlier than before, though the clock steps back', async ({
      book,
      open,
      clock,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const first = await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      clock.set(new Date(clock.now().getTime() - 3_600_000))

      const second = await book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })

      expect(second.journal.recordedAt).toBe(first.journal.recordedAt)
    })

    it('applies entries in their order, and asks the floor after each', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('5.00') })]
      const out = debit(alice, zar('5.00'))
      const into = credit(alice, zar('5.00'))
      const [give, take] = [debit(bob, zar('5.00')), credit(bob, zar('5.00'))]

      const error = await rejection(() =>
        book.post({ key: 'p1', kind: 'x', entries: [out, take, give, into] }),
      )
      const { balances } = await book.post({ key: 'p2', kind: 'x', entries: [give, into, out, take] })

      expect(error).toMatchObject({ code: 'insufficient_funds', details: { entry: 0, account: alice } })
      expect(balances.map(({ posted }) => posted)).toEqual([zar('5.00'), zar('0.00')])
    })

    it('refuses an account that is not there, and takes the same key once it is', async ({
      book,
      open,
      refusal,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const payment = { key: 'p1', kind: 'x', entries: transfer(alice, 'bob', zar('1.00')) }

      const error = await refusal(() => book.post(payment))
      await open({ code: 'bob' })
      const { replayed } = await book.post(payment)

      expect(error).toMatchObject({ code: 'account_not_found', details: { account: 'bob', entry: 1 } })
      expect(replayed).toBe(false)
    })

    it('finds no journal of another book, and none under an id it never gave', async ({
      ledger,
      book,
      open,
      refusal,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('1.00')),
      })

      const elsewhere = await refusal(() => ledger.book(`${book.name}-other`).journal(journal.id))
      const invented = await refusal(() => book.journal('0198c0de-0000-7000-8000-000000000000'))
      const malformed = await refusal(() => book.journal('1; DROP TABLE journal'))

      expect([elsewhere.code, invented.code, malformed.code]).toEqual([
        'journal_not_found',
        'journal_not_found',
        'invalid_input',
      ])
    })

    it('is not changed by what a caller does to an answer or to what it passed', async ({
      book,
      open,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const metadata = { tags: ['first'] }
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        metadata,
        entries: transfer(alice, bob, zar('1.00')),
      })
      const before = structuredClone(await contents())

      metadata.tags.push('second')
      for (const answer of [journal, await book.journal(journal.id), await book.accounts.get(alice)]) {
        Reflect.set(answer, 'book', 'elsewhere')
        Reflect.set(answer.metadata, 'stolen', true)
      }
      for (const entry of journal.entries) Reflect.set(entry, 'account', 'thief')

      expect(await contents()).toEqual(before)
    })
  })
}
