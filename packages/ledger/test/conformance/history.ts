import type { FakeClock } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import { type Book, credit, debit, type HistoryEntry, type HistoryQuery } from '../../src/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
import { anyMetadata } from '../support/metadata.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function historyFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('history', () => {
    it('comes newest first or oldest first, in pages of any size', async ({ book, open, clock }) => {
      const account = await livedIn(book, open, clock)
      const whole = (await book.history({ account })).entries

      for (const limit of [1, 2, 3, 100]) {
        expect(await allEntries(book, { account, limit })).toEqual(whole)
        expect(await allEntries(book, { account, limit, order: 'oldest' })).toEqual(whole.toReversed())
      }

      expect(keysOf(whole)).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1'])
    })

    it.for<[string, Omit<HistoryQuery, 'account'>, string[]]>([
      ['one kind', { kind: 'rent' }, ['p6', 'p2']],
      ['any of several kinds', { kind: ['rent', 'gift'] }, ['p6', 'p5', 'p2']],
      ['a side', { side: 'debit' }, ['p5', 'p4', 'p2']],
      ['an amount and more', { amount: { from: zar('3.00') } }, ['p6', 'p5', 'p4', 'p3']],
      ['an amount and less', { amount: { to: zar('2.00') } }, ['p2', 'p1']],
      ['a range of amounts', { amount: { from: zar('2.00'), to: zar('3.00') } }, ['p3', 'p2']],
      ['a reference', { reference: 'invoice:4' }, ['p4']],
      ['a range of recorded time', { recorded: { from: at(2), to: at(4) } }, ['p3', 'p2']],
      ['a business time', { effective: { to: at(0) } }, ['p5']],
      ['metadata', { metadata: { order: { lines: [2] } } }, ['p3']],
      ['text in the description', { text: 'ÜBER the moon' }, ['p1']],
      ['text in the reference', { text: 'VOICE:4' }, ['p4']],
      ['text as it stands, not as a pattern', { text: '%' }, ['p6']],
      ['all of it at once', { kind: 'rent', side: 'debit', amount: { to: zar('2.00') } }, ['p2']],
      ['what nothing is', { kind: 'rent', reference: 'invoice:4' }, []],
    ])('is filtered by %s', async ([, filters, expected], { book, open, clock }) => {
      const account = await livedIn(book, open, clock)

      const { entries } = await book.history({ account, ...filters })

      expect(keysOf(entries)).toEqual(expected)
      expect(await allEntries(book, { account, ...filters, limit: 1 })).toEqual(entries)
    })

    it('finds metadata by any part of it', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      let n = 0
      const property = fc.asyncProperty(anyMetadata, async (metadata) => {
        const key = `m${n++}`
        await book.post({ key, kind: 'x', metadata, entries: transfer(alice, bob, zar('0.01')) })
        const [name] = Object.keys(metadata)
        const part = name === undefined ? {} : { [name]: metadata[name] ?? null }

        const { entries } = await book.history({ account: bob, metadata: part, limit: 1 })

        expect(entries[0]?.journal).toMatchObject({ key, metadata })
      })

      await fc.assert(property, { numRuns: 25 })
    })

    it('goes on where its cursor says, whoever posts in between', async ({ book, open, clock }) => {
      const account = await livedIn(book, open, clock)
      const [newest, oldest] = [
        await book.history({ account, limit: 4 }),
        await book.history({ account, limit: 4, order: 'oldest' }),
      ]

      await book.post({ key: 'p7', kind: 'x', entries: transfer('funding:ZAR', account, zar('1.00')) })
      const [older, newer] = [
        await book.history({ account, limit: 4, after: newest.next ?? '' }),
        await book.history({ account, limit: 4, order: 'oldest', after: oldest.next ?? '' }),
      ]

      expect(keysOf(older.entries)).toEqual(['p2', 'p1'])
      expect(keysOf(newer.entries)).toEqual(['p5', 'p6', 'p7'])
      expect([older.next, newer.next]).toEqual([null, null])
    })

    it('leaves out as many as an offset says', async ({ book, open, clock }) => {
      const account = await livedIn(book, open, clock)

      const page = await book.history({ account, offset: 2, limit: 2 })

      expect(keysOf(page.entries)).toEqual(['p4', 'p3'])
    })

    it('takes back a cursor with the same filters and order only, however many at a time', async ({
      book,
      open,
      clock,
      refusal,
    }) => {
      const account = await livedIn(book, open, clock)
      const after = (await book.history({ account, kind: 'rent', limit: 1 })).next ?? ''

      const errors = [
        await refusal(() => book.history({ account, after })),
        await refusal(() => book.history({ account, kind: 'gift', after })),
        await refusal(() => book.history({ account, kind: 'rent', order: 'oldest', after })),
        await refusal(() => book.history({ account, kind: 'rent', amount: { to: zar('9.00') }, after })),
        await refusal(() => book.history({ account: 'funding:ZAR', kind: 'rent', after })),
        await refusal(() => book.statement({ account, after })),
      ]

      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['cursor_mismatch']))
      expect(errors[0]?.family).toBe('InvalidInputError')
      expect(keysOf((await book.history({ account, kind: 'rent', limit: 50, after })).entries)).toEqual([
        'p2',
      ])
    })

    it('refuses what it cannot mean', async ({ book, open, refusal }) => {
      const account = await open()

      const errors = [
        await refusal(() => book.history({ account: 'nobody' })),
        await refusal(() => book.history({ account, amount: { from: usd('1.00') } })),
        await refusal(() => book.history({ account, limit: 0 })),
        await refusal(() => book.history({ account, limit: 1_001 })),
        await refusal(() => book.history({ account, offset: 1, after: 'x' })),
        await refusal(() => book.history({ account, after: '{"a":1}' })),
      ]

      expect(errors.map(({ code }) => code)).toEqual([
        ...['account_not_found', 'currency_mismatch'],
        ...['invalid_input', 'invalid_input', 'invalid_input', 'invalid_input'],
      ])
    })
  })

  describe('a journal', () => {
    it('is found by its reference, in its book alone', async ({ ledger, book, open, clock, refusal }) => {
      const account = await livedIn(book, open, clock)

      const journal = await book.journalOf('invoice:4')

      expect(journal).toMatchObject({ key: 'p4', reference: 'invoice:4' })
      expect(journal?.entries.map((entry) => entry.account)).toEqual([account, 'funding:ZAR'])
      expect(await book.journalOf('invoice:5')).toBe(null)
      expect(await ledger.book(`${book.name}-other`).journalOf('invoice:4')).toBe(null)
      expect((await refusal(() => book.journalOf(''))).code).toBe('invalid_input')
    })
  })
}

/** The n-th minute of the test's day. */
function at(minutes: number): string {
  return new Date(Date.parse('2026-01-01T00:00:00.000Z') + minutes * 60_000).toISOString()
}

/** An account with six entries, p1 to p6, a minute apart. */
async function livedIn(
  book: Book,
  open: (wanted: object) => Promise<string>,
  clock: FakeClock,
): Promise<string> {
  const account = await open({ code: 'alice', floor: 'none' })
  const other = await open({ code: 'funding:ZAR', type: 'equity', floor: 'none' })
  const into = (amount: string) => transfer(other, account, zar(amount))
  const out = (amount: string) => [debit(account, zar(amount)), credit(other, zar(amount))]
  const facts = [
    { kind: 'deposit', description: 'Über the Moon', entries: into('1.00') },
    { kind: 'rent', entries: out('2.00') },
    { kind: 'deposit', metadata: { order: { id: 7, lines: [1, 2, 3] }, x: null }, entries: into('3.00') },
    { kind: 'fee', reference: 'invoice:4', entries: out('4.00') },
    { kind: 'gift', effectiveAt: '2025-12-24T00:00:00Z', entries: out('5.00') },
    { kind: 'rent', description: '100 %', entries: into('6.00') },
  ]
  for (const [n, journal] of facts.entries()) {
    clock.set(new Date(at(n + 1)))
    await book.post({ key: `p${n + 1}`, ...journal })
  }
  return account
}

async function allEntries(book: Book, query: HistoryQuery): Promise<HistoryEntry[]> {
  const { entries, next } = await book.history(query)
  return next === null ? [...entries] : [...entries, ...(await allEntries(book, { ...query, after: next }))]
}

const keysOf = (entries: readonly HistoryEntry[]): string[] => entries.map(({ journal }) => journal.key)
