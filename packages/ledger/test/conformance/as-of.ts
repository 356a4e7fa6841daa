import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Journal } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'
import { happening, lifeAccounts, live } from '../support/random-life.ts'

const timeout = 3_600_000
const lives = fc.array(happening, { minLength: 5, maxLength: 30, size: 'max' })
const runs = { numRuns: samples({ quick: 8, long: 1_000 }) }

export function asOfFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('a balance as of', () => {
    it('a recorded time is what was told at that time, holds that had expired and all', { timeout }, async ({
      ledger,
      book,
      clock,
    }) => {
      let n = 0
      const property = fc.asyncProperty(lives, async (happenings) => {
        const own = ledger.book(`${book.name}-${n++}`)
        const told = await live(own, clock, happenings)

        for (const { at, balances } of told) {
          const again = await Promise.all(
            lifeAccounts.map((code) => own.accounts.balance(code, { recordedAt: at })),
          )
          expect(again).toEqual(
            balances.map((balance) => ({ ...balance, recordedAt: at, isFinal: expect.any(Boolean) })),
          )
        }
      })

      await fc.assert(property, runs)
    })

    it('a version is what that version left, written down or not', { timeout }, async ({
      ledger,
      book,
      clock,
    }) => {
      let n = 0
      const property = fc.asyncProperty(lives, async (happenings) => {
        const own = ledger.book(`${book.name}-${n++}`)
        const told = await live(own, clock, happenings)

        for (const balance of told.flatMap(({ balances }) => balances)) {
          expect(await own.accounts.balance(balance.account, { version: balance.version })).toEqual(balance)
        }
      })

      await fc.assert(property, runs)
    })

    it('a business time is the sum of what had happened by then, whenever it was recorded', {
      timeout,
    }, async ({ ledger, book, clock, journalsOf }) => {
      let n = 0
      const property = fc.asyncProperty(lives, async (happenings) => {
        const own = ledger.book(`${book.name}-${n++}`)
        await live(own, clock, happenings)
        const journals = await journalsOf(own.name)

        for (const at of momentsOf(journals)) {
          for (const code of lifeAccounts) {
            const { posted } = await own.accounts.balance(code, { effectiveAt: at })
            expect(posted.amount).toBe(sumOf(journals, code, at))
          }
        }
      })

      await fc.assert(property, runs)
    })

    it('now is the balance now', async ({ book, open, clock }) => {
      const alice = await open({ funded: zar('9.00') })
      await book.holds.place({ key: 'h1', account: alice, amount: zar('2.00'), expiresIn: '1m' })
      await book.holds.place({ key: 'h2', account: alice, amount: zar('3.00'), expiresIn: '1h' })
      clock.advance(60_000)

      const now = await book.accounts.balance(alice)

      expect(now).toMatchObject({ posted: zar('9.00'), held: zar('3.00'), usable: zar('6.00'), version: 4 })
      expect(now).toEqual((await book.accounts.get(alice)).balance)
      expect(await book.accounts.balance(alice, { recordedAt: clock.now() })).toMatchObject(now)
      expect(await book.accounts.balance(alice, { version: 4 })).toEqual(now)
    })

    it('a moment before an account was opened is nothing', async ({ book, open }) => {
      const alice = await open({ funded: zar('9.00') })

      const before = { recordedAt: '1999-01-01T00:00:00Z' } as const

      expect(await book.accounts.balance(alice, before)).toMatchObject({ posted: zar('0.00'), version: 0 })
      expect(await book.accounts.balance(alice, { version: 0 })).toMatchObject({
        posted: zar('0.00'),
        version: 0,
      })
      expect(await book.accounts.balance(alice, { effectiveAt: '1999-01-01T00:00:00Z' })).toMatchObject({
        posted: zar('0.00'),
      })
    })

    it('a recorded time is not final while it is now or ahead, and is once it is past', async ({
      book,
      open,
      clock,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const at = clock.now()
      const isFinal = async (): Promise<boolean> =>
        (await book.accounts.balance(alice, { recordedAt: at })).isFinal

      const now = await isFinal()
      clock.advance(1)

      expect(now).toBe(false)
      await expect.poll(isFinal).toBe(true)
    })

    it('both times at once, or a version that is not there yet, is refused', async ({
      book,
      open,
      refusal,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const both = { recordedAt: '2026-01-01T00:00:00Z', effectiveAt: '2026-01-01T00:00:00Z' }

      const errors = [
        await refusal(() => book.accounts.balance(alice, both)),
        await refusal(() => book.accounts.balance(alice, { version: 2 })),
        await refusal(() => book.accounts.balance(alice, { version: -1 })),
        await refusal(() => book.accounts.balance(alice, { recordedAt: 'yesterday' })),
        await refusal(() => book.accounts.balance('nobody', { recordedAt: '2026-01-01T00:00:00Z' })),
        await refusal(() => book.accounts.balance('nobody', { effectiveAt: '2026-01-01T00:00:00Z' })),
        await refusal(() => book.accounts.balance('nobody')),
      ]

      const [invalid, unknown] = ['invalid_input', 'account_not_found']
      expect(errors.map(({ code }) => code)).toEqual([
        ...[invalid, invalid, invalid, invalid],
        ...[unknown, unknown, unknown],
      ])
    })

    it('the two times differ where a journal was back-dated, and no later row is touched', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      clock.advance(86_400_000)
      const yesterday = new Date(clock.now().getTime() - 1_000)
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      const before = await contents()

      await book.post({
        key: 'p2',
        kind: 'x',
        effectiveAt: yesterday,
        entries: transfer(alice, bob, zar('2.00')),
      })

      const [recorded, effective] = [
        await book.accounts.balance(bob, { recordedAt: yesterday }),
        await book.accounts.balance(bob, { effectiveAt: yesterday }),
      ]
      expect([recorded.posted, effective.posted]).toEqual([zar('0.00'), zar('2.00')])
      expect((await contents()).journals.slice(0, before.journals.length)).toEqual(before.journals)
    })
  })
}

/** Each time that any journal has, and the moments right beside it. */
function momentsOf(journals: readonly Journal[]): string[] {
  const times = journals.flatMap(({ effectiveAt, recordedAt }) => [effectiveAt, recordedAt])
  return [...new Set(times)].flatMap((time) =>
    [-1, 0, 1].map((ms) => new Date(Date.parse(time) + ms).toISOString()),
  )
}

function sumOf(journals: readonly Journal[], code: string, at: string): bigint {
  return journals
    .filter(({ effectiveAt }) => effectiveAt <= at)
    .flatMap(({ entries }) => entries.filter(({ account }) => account === code))
    .reduce(
      (sum, { side, amount }) =>
        sum + ((side === 'debit') === (code === 'bob') ? amount.amount : -amount.amount),
      0n,
    )
}
