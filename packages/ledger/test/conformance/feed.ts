import { describe, expect } from 'vitest'
import type { Feed, FeedEvent, FeedPage } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function feedFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('the feed', () => {
    it('tells journals and hold events as they are kept, in their order', async ({
      book,
      open,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('5.00') })
      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('2.00')]], releaseRest: true })
      const { journal } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('1.00')),
      })

      const { events } = await book.feed.read()

      expect(events.map(nameOf)).toEqual([
        ...[`journal funding:${alice}`, 'placed', 'captured', 'journal c1', 'journal p1'],
      ])
      expect(events.at(-1)).toEqual({ type: 'journal-posted', book: book.name, journal })
      const kept = await contents()
      expect(events.flatMap((event) => (event.type === 'hold-changed' ? [event.event] : []))).toEqual(
        kept.holdEvents,
      )
      expect(versionsOf(events, alice)).toEqual([1, 2, 3, 4, 5])
    })

    it('goes on from its cursor, and has nothing new until something happens', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const first = await book.feed.read()
      const nothing = await book.feed.read({ after: first.cursor })

      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      const second = await book.feed.read({ after: nothing.cursor })

      expect(nothing).toMatchObject({ events: [], hasMore: false })
      expect(second.events.map(nameOf)).toEqual(['journal p1'])
      expect((await book.feed.read({ after: first.cursor })).events).toEqual(second.events)
    })

    it('is the same whatever the size of its pages', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journals = Array.from({ length: 7 }, (_, n) => ({
        ...{ key: `p${n}`, kind: 'x' },
        entries: transfer(alice, bob, zar('1.00')),
      }))
      await book.post(journals, { mode: 'atomic' })
      await book.holds.place({ key: 'h1', account: bob, amount: zar('1.00') })
      const whole = (await book.feed.read({ limit: 1_000 })).events

      for (const limit of [1, 2, 3, 8]) {
        const pages = await allPages(book.feed, limit)
        expect(pages.flatMap(({ events }) => events)).toEqual(whole)
      }

      expect(whole).toHaveLength(9)
    })

    it('is of one book or of all', async ({ ledger, book, open }) => {
      await open({ funded: zar('1.00') })
      const other = ledger.book(`${book.name}-other`)
      const start = await lastCursor(ledger.feed)
      for (const code of ['a', 'b'])
        await other.accounts.open({ code, type: 'asset', currency: 'ZAR', floor: 'none' })
      await other.post({ key: 'p1', kind: 'x', entries: transfer('a', 'b', zar('1.00')) })
      await open({ code: 'again', funded: zar('1.00') })

      const [all, own, others] = [
        await ledger.feed.read({ after: start }),
        await book.feed.read(),
        await other.feed.read(),
      ]

      expect(all.events.map((event) => event.book)).toEqual([other.name, book.name])
      expect(new Set(own.events.map((event) => event.book))).toEqual(new Set([book.name]))
      expect(others.events.map(nameOf)).toEqual(['journal p1'])
    })

    it('of one book takes no cursor of another', async ({ ledger, book, open, refusal }) => {
      await open({ funded: zar('1.00') })
      const { cursor } = await book.feed.read()

      const errors = [
        await refusal(() => ledger.feed.read({ after: cursor })),
        await refusal(() => ledger.book(`${book.name}-other`).feed.read({ after: cursor })),
        await refusal(() => book.feed.read({ after: 'nonsense' })),
        await refusal(() => book.feed.read({ limit: 0 })),
      ]

      expect(errors.map(({ code }) => code)).toEqual([
        ...['cursor_mismatch', 'cursor_mismatch', 'invalid_input', 'invalid_input'],
      ])
    })

    it('tells nothing of what was rejected, refused or only tried', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('1.00') }), await open()]
      const start = await lastCursor(book.feed)
      const payment = { kind: 'x', entries: transfer(alice, bob, zar('5.00')) }

      await book.post({ key: 'p1', ...payment }).catch(() => undefined)
      await book
        .post({ key: 'p2', kind: 'x', entries: transfer(alice, 'nobody', zar('1.00')) })
        .catch(() => undefined)
      await book.post({ key: 'p3', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }, { dryRun: true })

      expect((await book.feed.read({ after: start })).events).toEqual([])
    })

    it('is followed until it is told to stop', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const stop = new AbortController()
      const seen: string[] = []

      const following = (async () => {
        for await (const { events } of book.feed.follow({ signal: stop.signal, everyMs: 5 })) {
          seen.push(...events.map(nameOf))
        }
      })()
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      await expect.poll(() => seen).toContain('journal p1')
      await book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      await expect.poll(() => seen).toContain('journal p2')
      stop.abort()
      await following

      expect(new Set(seen).size).toBe(seen.length)
    })
  })
}

const nameOf = (event: FeedEvent): string =>
  event.type === 'journal-posted' ? `journal ${event.journal.key}` : event.event.type

function versionsOf(events: readonly FeedEvent[], account: string): number[] {
  return events.flatMap((event) => {
    const balances =
      event.type === 'hold-changed' ? [event.event.after] : event.journal.entries.map(({ after }) => after)
    return balances.filter((balance) => balance.account === account).map(({ version }) => version)
  })
}

async function allPages(feed: Feed, limit: number): Promise<FeedPage[]> {
  const pages: FeedPage[] = []
  for (let after: string | undefined; ; ) {
    const page = await feed.read({ after, limit })
    pages.push(page)
    after = page.cursor
    if (!page.hasMore) return pages
  }
}

async function lastCursor(feed: Feed): Promise<string> {
  const [last] = (await allPages(feed, 1_000)).slice(-1)
  return last?.cursor ?? ''
}
