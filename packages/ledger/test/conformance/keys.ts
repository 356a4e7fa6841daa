import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { PostJournal } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import { anyMetadata, keepableText } from '../support/metadata.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function keyFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('keys', () => {
    it('belong to their book', async ({ ledger, book, open }) => {
      const [alice, bob] = [await open({ floor: 'none' }), await open()]
      const other = ledger.book(`${book.name}-other`)
      for (const code of [alice, bob]) {
        await other.accounts.open({ code, type: 'equity', currency: 'ZAR' })
      }
      await book.post({ key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })

      const elsewhere = await other.post({
        ...{ key: 'k1', kind: 'another' },
        entries: transfer(bob, alice, zar('2.00')),
      })

      expect(elsewhere.replayed).toBe(false)
    })

    it('stand for one request across all sorts of writes', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.post({ key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })

      const error = await refusal(() => book.holds.place({ key: 'k1', account: alice, amount: zar('1.00') }))

      expect(error.code).toBe('key_reused')
      expect(error.details['fields']).toContain('type')
    })

    it('stand for what is to be done, also where nothing else differs', async ({ book, open, refusal }) => {
      const alice = await open({ funded: zar('9.00') })
      const { hold } = await book.holds.place({ key: 'k1', account: alice, amount: zar('1.00') })
      await book.holds.extend({ key: 'k2', hold: hold.id })

      const error = await refusal(() => book.holds.void({ key: 'k2', hold: hold.id }))

      expect(error).toMatchObject({ code: 'key_reused', details: { fields: ['type'] } })
    })

    it('cover every field of a request: a change of any one makes it another', async ({
      book,
      open,
      refusal,
    }) => {
      const [alice, bob, carol] = [await open({ funded: zar('9.00') }), await open(), await open()]
      const journal: PostJournal = {
        key: 'k1',
        kind: 'payment',
        description: 'Rent',
        reference: 'invoice:7',
        effectiveAt: '2026-01-01T00:00:00Z',
        metadata: { order: { lines: [1, 2] } },
        entries: transfer(alice, bob, zar('1.00')),
      }
      const changes: readonly [field: string, change: Partial<PostJournal>][] = [
        ['kind', { kind: 'other' }],
        ['description', { description: 'rent' }],
        ['description', { description: undefined }],
        ['reference', { reference: 'invoice:8' }],
        ['effectiveAt', { effectiveAt: '2026-01-01T00:00:00.001Z' }],
        ['metadata.order.lines[1]', { metadata: { order: { lines: [1, 3] } } }],
        ['metadata.order.lines[2]', { metadata: { order: { lines: [1, 2, 3] } } }],
        ['metadata.order.lines[0]', { metadata: { order: { lines: [2, 1] } } }],
        ['metadata', { metadata: undefined }],
        ['entries[1].account', { entries: transfer(alice, carol, zar('1.00')) }],
        ['entries[0].account', { entries: transfer(alice, bob, zar('1.00')).toReversed() }],
        ['entries[0].amount.amount', { entries: transfer(alice, bob, zar('1.01')) }],
        ['entries[0].side', { entries: transfer(bob, alice, zar('1.00')).toReversed() }],
        [
          'entries[1].condition',
          {
            entries: transfer(alice, bob, zar('1.00')).map((entry, i) =>
              i === 1 ? { ...entry, condition: { ifVersion: 0 } } : entry,
            ),
          },
        ],
      ]
      await book.post(journal)

      for (const [field, change] of changes) {
        const error = await refusal(() => book.post({ ...journal, ...change }))

        expect(error.code).toBe('key_reused')
        expect(error.details['fields']).toContain(field)
      }
    })

    it('see through two ways to write the same request', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journal = { key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }
      await book.post({
        ...journal,
        effectiveAt: new Date('2026-01-01T00:00:00Z'),
        metadata: { a: 1, b: { c: 2, d: 3 } },
      })

      const again = await book.post({
        ...journal,
        effectiveAt: '2026-01-01T02:00:00.000+02:00',
        description: undefined,
        metadata: { b: { d: 3, c: 2 }, a: 1 },
      })

      expect(again.replayed).toBe(true)
    })

    it('take what is empty for what is left out', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const entries = transfer(alice, bob, zar('1.00'))
      await book.post({ key: 'k1', kind: 'x', entries })

      const again = await book.post({
        ...{ key: 'k1', kind: 'x', metadata: {} },
        entries: entries.map((entry) => ({ ...entry, condition: {} })),
      })

      expect(again.replayed).toBe(true)
    })

    it('give back the first answer whatever has happened since', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const payment = { key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('9.00')) }
      const first = await book.post(payment)
      await book.reverse({ key: 'r1', journal: first.journal.id })
      await book.post({ key: 'k2', kind: 'x', entries: transfer(alice, bob, zar('9.00')) })
      await book.accounts.freeze({ key: 'f1', account: bob })
      await book.accounts.close({ key: 'x1', account: alice })

      expect(await book.post(payment)).toEqual({ ...first, replayed: true })
    })

    it('give back any metadata, text and amount to the letter', async ({ book, open }) => {
      const [alice, bob] = [await open({ floor: 'none' }), await open({ floor: 'none' })]
      let round = 0

      await fc.assert(
        fc.asyncProperty(
          fc.record({
            key: keepableText,
            description: keepableText,
            reference: keepableText,
            metadata: anyMetadata,
          }),
          fc.bigInt({ min: 1n, max: 10n ** 16n }),
          async (facts, amount) => {
            round += 1
            const unique = { key: `${round}:${facts.key}`, reference: `${round}:${facts.reference}` }
            const entries = transfer(alice, bob, zar.minor(amount))
            const journal = { ...facts, ...unique, kind: 'x', entries }

            const first = await book.post(journal)
            const again = await book.post(journal)

            expect(first.journal).toMatchObject({ description: facts.description, ...unique })
            expect(first.journal.metadata).toEqual(facts.metadata)
            expect(again).toEqual({ ...first, replayed: true })
          },
        ),
        { numRuns: samples({ quick: 100, long: 3_000 }) },
      )
    })

    it('remember a rejection, though it would succeed by now', async ({ book, open, contents }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('9.00') })]
      const payment = { key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }
      const first = await book.post(payment).catch((error: unknown) => error)
      await book.post({ key: 'k2', kind: 'x', entries: transfer(bob, alice, zar('9.00')) })
      const before = await contents()

      const again = await book.post(payment).catch((error: unknown) => error)

      expect(first).toMatchObject({ code: 'insufficient_funds', replayed: false })
      expect(again).toMatchObject({
        ...{ family: 'RejectedError', code: 'insufficient_funds', replayed: true },
        message: messageOf(first),
        details: { account: alice, entry: 0 },
      })
      expect(await contents()).toEqual(before)
    })

    it('are free again after a refusal that no rule made', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const payment = { key: 'k1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }

      const refused = [
        await refusal(() => book.post({ ...payment, kind: 'NOT A KIND' })),
        await refusal(() => book.post({ ...payment, entries: transfer(alice, 'nobody', zar('1.00')) })),
        await refusal(() => book.holds.void({ key: 'k1', hold: '0198c0de-0000-7000-8000-000000000000' })),
      ]
      const { replayed } = await book.post(payment)

      expect(refused.map(({ code }) => code)).toEqual([
        'invalid_input',
        'account_not_found',
        'hold_not_found',
      ])
      expect(replayed).toBe(false)
    })

    it('let work that must succeed use a key for each try, and one reference', async ({ book, open }) => {
      const [alice, bob] = [await open(), await open({ funded: zar('9.00') })]
      const payment = { kind: 'x', reference: 'rent:1', entries: transfer(alice, bob, zar('1.00')) }
      await expect(book.post({ ...payment, key: 'try:1' })).rejects.toMatchObject({
        code: 'insufficient_funds',
      })
      await book.post({ key: 'k2', kind: 'x', entries: transfer(bob, alice, zar('9.00')) })

      const { journal } = await book.post({ ...payment, key: 'try:2' })

      await expect(book.post({ ...payment, key: 'try:3' })).rejects.toMatchObject({
        code: 'reference_taken',
        details: { journal: journal.id },
      })
    })
  })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')
