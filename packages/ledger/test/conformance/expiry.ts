import { describe, expect } from 'vitest'
import { credit, type Duration, debit } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

const minute = 60_000

export function expiryFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('holds that expire', () => {
    it.for<[Duration, number]>([
      ['30s', 30_000],
      ['15m', 15 * minute],
      ['12h', 12 * 60 * minute],
      ['7d', 7 * 24 * 60 * minute],
    ])('end %s after they were placed', async ([expiresIn, ms], { book, open, clock }) => {
      const alice = await open({ funded: zar('9.00') })

      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('5.00') },
        expiresIn,
      })

      expect(hold.expiresAt).toBe(new Date(clock.now().getTime() + ms).toISOString())
    })

    it('hold until the last millisecond, and nothing from their moment on', async ({
      book,
      open,
      clock,
      balanceOf,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const expiresAt = new Date(clock.now().getTime() + minute)
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('5.00') },
        expiresAt,
      })

      clock.advance(minute - 1)
      const before = [(await balanceOf(alice)).held, (await book.holds.get(hold.id)).status]
      clock.advance(1)
      const after = [(await balanceOf(alice)).held, (await book.holds.get(hold.id)).status]

      expect(before).toEqual([zar('5.00'), 'open'])
      expect(after).toEqual([zar('0.00'), 'expired'])
      expect((await book.holds.get(hold.id)).endedAt).toBe(expiresAt.toISOString())
    })

    it('are ended by the next write on their account, with their events, before it looks', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('9.00') },
        expiresIn: '1m',
      })
      clock.advance(minute + 5)

      const { balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('9.00')),
      })

      const { holds, holdEvents } = await contents()
      expect(balances[0]).toMatchObject({ posted: zar('0.00'), held: zar('0.00'), version: 4 })
      expect(holds).toEqual([{ ...hold, status: 'expired', endedAt: hold.expiresAt }])
      expect(holdEvents[1]).toMatchObject({
        type: 'expired',
        amount: zar('9.00'),
        at: clock.now().toISOString(),
        after: { version: 3, held: zar('0.00') },
      })
    })

    it('are ended by an atomic batch as by a single write', async ({ book, open, clock, contents }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('9.00'), expiresIn: '1m' })
      clock.advance(minute)
      const journals = ['p1', 'p2'].map((key) => ({
        ...{ key, kind: 'x' },
        entries: transfer(alice, bob, zar('4.50')),
      }))

      const written = await book.post(journals, { mode: 'atomic' })

      expect(written.map(({ balances }) => balances[0]?.version)).toEqual([4, 5])
      expect((await contents()).holds).toMatchObject([{ status: 'expired' }])
    })

    it('end in the order of their moments, so that everyone counts the same versions', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const place = (key: string, expiresIn: Duration) =>
        book.holds.place({ key, account: alice, amount: zar('1.00'), expiresIn })
      const holds = [await place('h1', '3m'), await place('h2', '1m'), await place('h3', '2m')]
      clock.advance(10 * minute)

      await book.accounts.freeze({ key: 'f1', account: alice })

      const expired = (await contents()).holdEvents.filter(({ type }) => type === 'expired')
      expect(expired.map(({ hold }) => hold)).toEqual([1, 2, 0].map((i) => holds[i]?.hold.id))
    })

    it('are ended by a change of status that changes nothing, which remembers the balance without them', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      await book.holds.place({ key: 'h1', account: alice, amount: zar('5.00'), expiresIn: '1m' })
      clock.advance(minute)

      const { account } = await book.accounts.unfreeze({ key: 'u1', account: alice })

      expect(account.balance).toMatchObject({ held: zar('0.00'), version: 3 })
      expect((await contents()).holdEvents.map(({ type }) => type)).toEqual(['placed', 'expired'])
    })

    it('free what was left of them, not what was promised', async ({ book, open, clock, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('5.00') },
        expiresIn: '1m',
      })
      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('2.00')]] })
      clock.advance(minute)

      await book.accounts.freeze({ key: 'f1', account: alice })

      expect(await balanceOf(alice)).toMatchObject({ posted: zar('7.00'), held: zar('0.00') })
    })

    it('are written by no batch whose only journal on their account is rejected', async ({
      book,
      open,
      clock,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open({ funded: zar('9.00') })]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('5.00'), expiresIn: '1m' })
      clock.advance(minute)
      const carol = await open()

      const [rejected, posted] = await book.post(
        [
          { key: 'p1', kind: 'x', entries: transfer(alice, carol, zar('9.01')) },
          { key: 'p2', kind: 'x', entries: transfer(bob, carol, zar('9.00')) },
        ],
        { mode: 'independent' },
      )

      expect([rejected?.ok, posted?.ok]).toEqual([false, true])
      expect((await contents()).holds.map(({ status }) => status)).toEqual(['open'])
    })

    it('are written by nobody who only reads or is rejected', async ({
      book,
      open,
      clock,
      contents,
      balanceOf,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('5.00'), expiresIn: '1m' })
      clock.advance(minute)
      const before = await contents()

      await balanceOf(alice)
      await rejection(() => book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('9.01')) }))

      expect((await contents()).holds).toEqual(before.holds)
    })

    it('let the version that was read be met by the next writer', async ({
      book,
      open,
      clock,
      balanceOf,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('5.00'), expiresIn: '1m' })
      await book.holds.place({ key: 'h2', account: alice, amount: zar('1.00'), expiresIn: '1m' })
      clock.advance(minute)
      const { version } = await balanceOf(alice)

      const { balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: [debit(alice, zar('9.00'), { ifVersion: version }), credit(bob, zar('9.00'))],
      })

      expect(balances[0]).toMatchObject({ posted: zar('0.00'), version: version + 1 })
    })

    it('are captured until their moment, and rejected from it on', async ({
      book,
      open,
      clock,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('9.00') },
        expiresIn: '1m',
      })
      clock.advance(minute - 1)
      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('1.00')]] })
      clock.advance(1)

      const errors = [
        await rejection(() => book.holds.capture({ key: 'c2', hold: hold.id, to: [[bob, zar('1.00')]] })),
        await rejection(() => book.holds.void({ key: 'v1', hold: hold.id })),
        await rejection(() => book.holds.extend({ key: 'e1', hold: hold.id, expiresIn: '1m' })),
      ]

      expect(errors).toEqual(
        errors.map(() =>
          expect.objectContaining({
            code: 'hold_ended',
            details: { hold: hold.id, status: 'expired', endedAt: hold.expiresAt },
          }),
        ),
      )
    })

    it('do not come back when the clock does, once their value was spent', async ({
      book,
      open,
      clock,
      balanceOf,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('9.00') },
        expiresIn: '1m',
      })
      clock.advance(minute)
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('9.00')) })
      clock.set(new Date(clock.now().getTime() - minute))

      const error = await rejection(() =>
        book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('9.00')]] }),
      )

      expect(error.code).toBe('hold_ended')
      expect((await book.holds.get(hold.id)).status).toBe('expired')
      expect(await balanceOf(alice)).toMatchObject({ held: zar('0.00'), usable: zar('0.00') })
    })

    it('stay expired for all when the account was written at a later time than it is now', async ({
      book,
      open,
      clock,
      balanceOf,
    }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const place = { account: alice, amount: zar('4.00') }
      await book.holds.place({ ...place, key: 'h1', expiresIn: '1m' })
      clock.advance(2 * minute)
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) })
      clock.set(new Date(clock.now().getTime() - 2 * minute))

      const { hold } = await book.holds.place({ ...place, key: 'h2', expiresIn: '1m' })

      // Time on this account is that of its last write: a hold placed now runs from there.
      expect(hold.placedAt).toBe(new Date(clock.now().getTime() + 2 * minute).toISOString())
      expect((await balanceOf(alice)).held).toEqual(zar('4.00'))
    })

    it('are extended: later, sooner, or for good', async ({ book, open, clock, balanceOf }) => {
      const alice = await open({ funded: zar('9.00') })
      const { hold } = await book.holds.place({
        ...{ key: 'h1', account: alice, amount: zar('9.00') },
        expiresIn: '1m',
      })

      const later = await book.holds.extend({ key: 'e1', hold: hold.id, expiresIn: '1h' })
      clock.advance(30 * minute)
      const sooner = await book.holds.extend({ key: 'e2', hold: hold.id, expiresIn: '1m' })
      const never = await book.holds.extend({ key: 'e3', hold: hold.id })
      clock.advance(365 * 24 * 60 * minute)

      expect([later, sooner].map(({ hold }) => hold.expiresAt)).toEqual([
        new Date(Date.parse(hold.placedAt) + 60 * minute).toISOString(),
        new Date(Date.parse(hold.placedAt) + 31 * minute).toISOString(),
      ])
      expect(never.hold).toEqual({ ...hold, expiresAt: null })
      expect((await balanceOf(alice)).held).toEqual(zar('9.00'))
    })

    it('are one request however late it is repeated, when they say how long', async ({
      book,
      open,
      clock,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const request = { key: 'h1', account: alice, amount: zar('9.00'), expiresIn: '1m' } as const
      const first = await book.holds.place(request)
      clock.advance(10 * minute)

      const again = await book.holds.place(request)

      expect(again).toEqual({ ...first, replayed: true })
    })

    it('are another request when a retry computes their moment anew', async ({
      book,
      open,
      clock,
      refusal,
    }) => {
      const alice = await open({ funded: zar('9.00') })
      const request = () => ({
        ...{ key: 'h1', account: alice, amount: zar('9.00') },
        expiresAt: new Date(clock.now().getTime() + minute),
      })
      await book.holds.place(request())
      clock.advance(1)

      const error = await refusal(() => book.holds.place(request()))

      expect(error).toMatchObject({ code: 'key_reused', details: { fields: ['expiresAt'] } })
    })

    it.for<[what: string, expiry: object]>([
      ['two ends', { expiresAt: '2030-01-01T00:00:00Z', expiresIn: '1m' }],
      ['an end that is past', { expiresAt: '2020-01-01T00:00:00Z' }],
      ['an end that is now', { expiresAt: '2026-01-01T00:00:00Z' }],
      ['no time', { expiresIn: '0s' }],
      ['half an hour as a fraction', { expiresIn: '0.5h' }],
      ['a time with a sign', { expiresIn: '-1m' }],
      ['a unit that is none', { expiresIn: '1w' }],
      ['a number', { expiresIn: 60 }],
      ['more than ten years', { expiresIn: '3661d' }],
    ])('are not given %s', async ([, expiry], { book, open, clock, refusal }) => {
      clock.set(new Date('2026-01-01T00:00:00Z'))
      const alice = await open({ funded: zar('9.00') })
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })
      const place = { key: 'h2', account: alice, amount: zar('1.00'), ...expiry }

      const placed = await refusal(() => book.holds.place(place))
      const extended = await refusal(() => book.holds.extend({ key: 'e1', hold: hold.id, ...expiry }))

      expect([placed.code, extended.code]).toEqual(['invalid_input', 'invalid_input'])
    })
  })
}
