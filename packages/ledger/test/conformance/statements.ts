import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Book, Statement, StatementEntry, StatementQuery } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'
import { happening, lifeAccounts, live } from '../support/random-life.ts'

const lives = fc.array(happening, { minLength: 5, maxLength: 30, size: 'max' })
const bounds = fc.tuple(fc.nat(40), fc.nat(40))

export function statementFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe.each(['recorded', 'effective'] as const)('a statement by %s time', (by) => {
    it('goes from opening to closing by its entries, in pages of any size', { timeout: 3_600_000 }, async ({
      ledger,
      book,
      clock,
      journalsOf,
    }) => {
      let n = 0
      const property = fc.asyncProperty(
        lives,
        bounds,
        fc.integer({ min: 1, max: 7 }),
        async (happenings, ends, limit) => {
          const own = ledger.book(`${book.name}-${n++}`)
          await live(own, clock, happenings)
          const times = (await journalsOf(own.name)).map((journal) => journal[`${by}At`]).toSorted()
          const [from, to] = ends.map((end) => times[end % (times.length + 1)]).toSorted()
          const period = { by, from: to === undefined ? undefined : from, to: to ?? from }

          for (const account of lifeAccounts) {
            const pages = await allPages(own, { account, ...period, limit })
            const entries = pages.flatMap((page) => page.entries)
            const [first] = pages

            expectUnbroken(entries, first?.opening.amount, first?.closing.amount)
            expect(
              new Set(pages.map(({ opening, closing }) => `${opening.amount} ${closing.amount}`)).size,
            ).toBe(1)
            expect(first?.opening).toEqual(await postedJustBefore(own, account, by, period.from))
            expect(first?.closing).toEqual(
              period.to === undefined
                ? (await own.accounts.balance(account, { effectiveAt: farAhead })).posted
                : await postedJustBefore(own, account, by, period.to),
            )
          }
        },
      )

      await fc.assert(property, { numRuns: samples({ quick: 8, long: 1_000 }) })
    })

    it('stays what it was on its first page, whoever posts while it is read', async ({
      book,
      open,
      clock,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const backDated = { effectiveAt: clock.now() }
      for (const key of ['p1', 'p2', 'p3', 'p4']) {
        clock.advance(1_000)
        await book.post({ key, kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      }
      const first = await book.statement({ account: bob, by, limit: 2 })

      await book.post({ key: 'p5', kind: 'x', ...backDated, entries: transfer(alice, bob, zar('5.00')) })
      const second = await book.statement({ account: bob, by, limit: 2, after: first.next ?? '' })

      expect([first.closing, second.closing]).toEqual([zar('4.00'), zar('4.00')])
      expect([...first.entries, ...second.entries].map(({ running }) => running)).toEqual(
        ['1.00', '2.00', '3.00', '4.00'].map((amount) => zar(amount)),
      )
      expect(second.next).toBe(null)
      expect((await book.statement({ account: bob, by })).closing).toEqual(zar('9.00'))
    })
  })

  describe('a statement', () => {
    it('by business time puts what was back-dated to a moment after what was recorded at it, page by page', async ({
      book,
      open,
      clock,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const moment = clock.now()
      const send = (amount: string, effectiveAt?: Date): Promise<unknown> =>
        book.post({ key: amount, kind: 'x', effectiveAt, entries: transfer(alice, bob, zar(amount)) })
      await send('1.00')
      clock.advance(1_000)
      await send('2.00', moment)
      await send('3.00', moment)

      const pages = await allPages(book, { account: bob, by: 'effective', limit: 1 })

      const changes = pages.map(({ entries }) => entries.map(({ change }) => change))
      expect(changes).toEqual(['1.00', '2.00', '3.00'].map((amount) => [zar(amount)]))
    })

    it('tells what the account held after each entry, as it was recorded', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('2.00') })
      const { journal } = await book.post({
        key: 'p1',
        kind: 'rent',
        entries: transfer(alice, bob, zar('1.00')),
      })

      const { opening, closing, entries } = await book.statement({ account: alice })

      const { entries: _, book: __, ...heading } = journal
      expect([opening, closing]).toEqual([zar('0.00'), zar('8.00')])
      expect(entries).toHaveLength(2)
      expect(entries[1]).toMatchObject({
        ...{ side: 'debit', amount: zar('1.00'), change: zar.minor(-100n), running: zar('8.00') },
        after: { posted: zar('8.00'), held: zar('2.00'), usable: zar('6.00'), version: 3 },
        journal: heading,
      })
    })

    it('takes back a cursor of its own question only', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      const after = (await book.statement({ account: alice, limit: 1 })).next ?? ''

      const errors = [
        await refusal(() => book.statement({ account: bob, after })),
        await refusal(() => book.statement({ account: alice, by: 'effective', after })),
        await refusal(() => book.statement({ account: alice, from: '1999-01-01T00:00:00Z', after })),
        await refusal(() => book.history({ account: alice, after })),
        await refusal(() => book.feed.read({ after })),
        await refusal(() => book.statement({ account: alice, after: 'bm9uc2Vuc2U' })),
      ]

      const mismatch = Array.from({ length: 5 }, () => 'cursor_mismatch')
      expect(errors.map(({ code }) => code)).toEqual([...mismatch, 'invalid_input'])
      expect((await book.statement({ account: alice, limit: 5, after })).entries).toHaveLength(1)
    })

    it('of no such account, or of a period that ends before it begins, is refused', async ({
      book,
      open,
      refusal,
    }) => {
      const account = await open()
      const period = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }

      const errors = [
        await refusal(() => book.statement({ account: 'nobody' })),
        await refusal(() => book.statement({ account: 'nobody', by: 'effective' })),
        await refusal(() => book.statement({ account, ...period })),
        await refusal(() => book.statement({ account, limit: 1_001 })),
      ]

      expect(errors.map(({ code }) => code)).toEqual([
        ...['account_not_found', 'account_not_found'],
        ...['invalid_input', 'invalid_input'],
      ])
    })
  })
}

const farAhead = '9999-12-31T23:59:59.999Z'

async function allPages(book: Book, query: StatementQuery): Promise<Statement[]> {
  const pages: Statement[] = []
  for (let after: string | undefined; ; ) {
    const page = await book.statement({ ...query, after })
    pages.push(page)
    if (page.next === null) return pages
    after = page.next
  }
}

function expectUnbroken(entries: readonly StatementEntry[], opening = 0n, closing = 0n): void {
  let running = opening
  for (const entry of entries) {
    running += entry.change.amount
    expect(entry.running.amount).toBe(running)
  }
  expect(running).toBe(closing)
  expect(new Set(entries.map(({ after }) => after.version)).size).toBe(entries.length)
}

async function postedJustBefore(
  book: Book,
  account: string,
  by: 'recorded' | 'effective',
  moment: string | undefined,
): Promise<unknown> {
  if (moment === undefined) return zar('0.00')
  const at = new Date(Date.parse(moment) - 1)
  const balance =
    by === 'recorded'
      ? await book.accounts.balance(account, { recordedAt: at })
      : await book.accounts.balance(account, { effectiveAt: at })
  return balance.posted
}
