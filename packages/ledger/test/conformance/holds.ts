import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { remainingOf } from '../../src/index.ts'
import { ledgerTest, transfer, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

export function holdFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('holds', () => {
    it('lower what is usable at once, and what is posted not at all', async ({ book, open, balanceOf }) => {
      const alice = await open({ funded: zar('100.00') })

      const { balances } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      expect(balances).toEqual([
        {
          account: alice,
          posted: zar('100.00'),
          held: zar('80.00'),
          usable: zar('20.00'),
          version: 2,
        },
      ])
      expect(await balanceOf(alice)).toEqual(balances[0])
    })

    it('are kept as they were placed, and read back the same', async ({ book, open, clock }) => {
      const alice = await open({ funded: zar('100.00') })
      const facts = { key: 'h1', kind: 'basket', description: 'Basket 7', metadata: { basket: 7 } }

      const { hold } = await book.holds.place({ ...facts, account: alice, amount: zar('80.00') })

      expect(hold).toEqual({
        ...facts,
        id: hold.id,
        book: book.name,
        account: alice,
        amount: zar('80.00'),
        captured: zar('0.00'),
        status: 'open',
        expiresAt: null,
        placedAt: clock.now().toISOString(),
        endedAt: null,
      })
      expect(await book.holds.get(hold.id)).toEqual(hold)
      expect(remainingOf(hold)).toEqual(zar('80.00'))
    })

    it('leave one event for each step, and each is a version of the account', async ({
      book,
      open,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })
      await book.holds.extend({ key: 'e1', hold: hold.id, expiresIn: '1h' })
      const { journal } = await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('30.00')]] })
      await book.holds.void({ key: 'v1', hold: hold.id })

      const events = (await contents()).holdEvents

      expect(
        events.map(({ type, amount, journal, after }) => [type, amount, journal, after.version]),
      ).toEqual([
        ['placed', zar('80.00'), null, 2],
        ['extended', zar('0.00'), null, 3],
        ['captured', zar('30.00'), journal.id, 4],
        ['voided', zar('50.00'), null, 6],
      ])
    })

    it('hold nothing that is not usable', async ({ book, open, rejection }) => {
      const alice = await open({ funded: zar('100.00') })
      await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      const error = await rejection(() =>
        book.holds.place({ key: 'h2', account: alice, amount: zar('20.01') }),
      )

      expect(error).toMatchObject({
        code: 'insufficient_funds',
        details: { account: alice, usable: '2000', needed: '2001' },
      })
    })

    it('keep what they hold from being posted away', async ({ book, open, rejection }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })

      const error = await rejection(() =>
        book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('20.01')) }),
      )
      await book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('20.00')) })

      expect(error.code).toBe('insufficient_funds')
    })

    it('are voided once: all that was held is usable again', async ({ book, open, clock, rejection }) => {
      const alice = await open({ funded: zar('100.00') })
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })
      clock.advance(1_000)

      const voided = await book.holds.void({ key: 'v1', hold: hold.id, reason: 'Out of stock' })
      const error = await rejection(() => book.holds.void({ key: 'v2', hold: hold.id }))

      expect(voided.hold).toEqual({ ...hold, status: 'voided', endedAt: clock.now().toISOString() })
      expect(voided.balances).toMatchObject([{ held: zar('0.00'), usable: zar('100.00'), version: 3 }])
      expect(error).toMatchObject({ code: 'hold_ended', details: { hold: hold.id, status: 'voided' } })
    })

    it.for([2, 10, 100])(
      'are given to callers until nothing is usable: %i of them',
      async (callers, { book, open, balanceOf }) => {
        const alice = await open({ funded: zar('10.00') })

        const { values, errors } = await race(callers, (i) =>
          book.holds.place({ key: `h${i}`, account: alice, amount: zar('0.70') }),
        )

        const winners = Math.min(callers, 14)
        expect(values).toHaveLength(winners)
        expect(errors).toHaveLength(callers - winners)
        expect((await balanceOf(alice)).held).toEqual(zar.minor(70n * BigInt(winners)))
      },
    )

    it('end once, whoever comes first', async ({ book, open, clock }) => {
      const bob = await open()
      const ends = fc.array(fc.constantFrom('capture', 'void', 'release', 'expire'), {
        minLength: 2,
        maxLength: 6,
      })
      let round = 0

      await fc.assert(
        fc.asyncProperty(ends, async (attempts) => {
          round += 1
          const prefix = `round-${round}`
          const alice = await open({ code: `${prefix}:alice`, funded: zar('5.00') })
          const { hold } = await book.holds.place({
            key: `${prefix}:place`,
            account: alice,
            amount: zar('5.00'),
            expiresIn: '1m',
          })

          const { values } = await race<unknown>(attempts.length, async (i) => {
            const key = `${prefix}:${i}`
            if (attempts[i] === 'void') return book.holds.void({ key, hold: hold.id })
            if (attempts[i] === 'capture') {
              return book.holds.capture({ key, hold: hold.id, to: [[bob, zar('5.00')]] })
            }
            if (attempts[i] === 'release') {
              return book.holds.capture({ key, hold: hold.id, to: [[bob, zar('1.00')]], releaseRest: true })
            }
            clock.advance(60_000)
            throw new Error('Time ends holds without an answer to anybody.')
          })

          const { status, endedAt } = await book.holds.get(hold.id)
          expect(values).toHaveLength(status === 'expired' ? 0 : 1)
          expect(endedAt).not.toBeNull()
          expect((await book.accounts.get(alice)).balance.held).toEqual(zar('0.00'))
        }),
        { numRuns: samples({ quick: 50, long: 1_000 }) },
      )
    })

    it('are read together with their account, as of one moment', async ({ book, open, clock }) => {
      const alice = await open({ funded: zar('100.00') })
      const first = await book.holds.place({ key: 'h1', account: alice, amount: zar('10.00') })
      await book.holds.place({ key: 'h2', account: alice, amount: zar('20.00'), expiresIn: '1m' })
      const ended = await book.holds.place({ key: 'h3', account: alice, amount: zar('30.00') })
      await book.holds.void({ key: 'v1', hold: ended.hold.id })
      clock.advance(60_000)

      const { account, openHolds } = await book.accounts.withHolds(alice)

      expect(openHolds).toEqual([first.hold])
      expect(account.balance).toMatchObject({ held: zar('10.00'), usable: zar('90.00'), version: 6 })
    })

    it('need an account that is there and an amount above zero', async ({ book, open, refusal }) => {
      const alice = await open({ funded: zar('100.00') })

      const missing = await refusal(() =>
        book.holds.place({ key: 'h1', account: 'nobody', amount: zar('1.00') }),
      )
      const nothing = await refusal(() =>
        book.holds.place({ key: 'h1', account: alice, amount: zar('0.00') }),
      )
      const negative = await refusal(() =>
        book.holds.place({ key: 'h1', account: alice, amount: zar.minor(-1n) }),
      )

      expect([missing.code, nothing.code, negative.code]).toEqual([
        'account_not_found',
        'invalid_input',
        'invalid_input',
      ])
    })

    it('are found in their own book only', async ({ ledger, book, open, refusal }) => {
      const alice = await open({ funded: zar('100.00') })
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('1.00') })
      const other = ledger.book(`${book.name}-other`).holds

      const errors = [
        await refusal(() => other.get(hold.id)),
        await refusal(() => other.void({ key: 'v1', hold: hold.id })),
        await refusal(() => other.extend({ key: 'v1', hold: hold.id })),
        await refusal(() => other.capture({ key: 'v1', hold: hold.id, to: [[alice, zar('1.00')]] })),
      ]
      const malformed = await refusal(() => book.holds.get('hold 1'))

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'hold_not_found'))
      expect(malformed.code).toBe('invalid_input')
    })
  })
}
