import { race } from '@evenkeel/test-support'
import { describe, expect } from 'vitest'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function referenceFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('references', () => {
    it('posts a reference once in a book, for ever and whatever the key', async ({
      ledger,
      book,
      open,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const payment = { kind: 'x', reference: 'deposit:42', entries: transfer(alice, bob, zar('1.00')) }
      const first = await book.post({ ...payment, key: 'p1' })
      await book.reverse({ key: 'r1', journal: first.journal.id })

      const again = await rejection(() => book.post({ ...payment, key: 'p2' }))
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })
      const captured = await rejection(() =>
        book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('1.00')]], reference: 'deposit:42' }),
      )
      const reversed = await rejection(() =>
        book.reverse({ key: 'r2', journal: first.journal.id, reference: 'deposit:42' }),
      )

      expect(again).toMatchObject({ code: 'reference_taken', details: { journal: first.journal.id } })
      expect(captured.code).toBe('reference_taken')
      expect(reversed.code).toBe('already_reversed')
      const other = ledger.book(`${book.name}-other`)
      for (const code of [alice, bob]) {
        await other.accounts.open({ code, type: 'liability', currency: 'ZAR', floor: 'none' })
      }
      expect((await other.post({ ...payment, key: 'p1' })).journal.reference).toBe('deposit:42')
    })

    it('posts one journal of a batch in which two have the same', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const payment = { kind: 'x', reference: 'deposit:42', entries: transfer(alice, bob, zar('1.00')) }

      const [first, second] = await book.post(
        [
          { ...payment, key: 'p1' },
          { ...payment, key: 'p2' },
        ],
        { mode: 'independent' },
      )

      expect(first).toMatchObject({ ok: true })
      expect(second).toMatchObject({ ok: false, error: { code: 'reference_taken' } })
    })

    it('posts one of many journals that race with one reference', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]

      const { values, errors } = await race(20, (i) =>
        book.post({
          key: `p${i}`,
          kind: 'x',
          reference: 'deposit:42',
          entries: transfer(alice, bob, zar('1.00')),
        }),
      )

      expect(values).toHaveLength(1)
      expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'reference_taken' })))
      expect((await balanceOf(bob)).posted).toEqual(zar('1.00'))
    })
  })
}
