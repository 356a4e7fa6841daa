import { race, samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { credit, debit, type EntryInput, money } from '../../src/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
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

    it('posts any journal that balances in each of its currencies', async ({ book, open }) => {
      const currencies = ['ZAR', 'USD', 'JPY'] as const
      const accounts = new Map<string, string[]>()
      for (const code of currencies) {
        const own = [1, 2, 3].map(() => open({ currency: code, floor: 'none' }))
        accounts.set(code, await Promise.all(own))
      }
      const move = fc.record({
        code: fc.constantFrom(...currencies),
        from: fc.nat(2),
        to: fc.nat(2),
        amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
      })
      let key = 0

      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 8 }), fc.nat(), async (moves, turn) => {
          const entries = moves.flatMap(({ code, from, to, amount }) =>
            transfer(accounts.get(code)?.[from] ?? '', accounts.get(code)?.[to] ?? '', money(amount, code)),
          )
          const turned = [...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)]
          key += 1

          const { journal } = await book.post({ key: `p${key}`, kind: 'x', entries: turned })

          expect(journal.entries).toHaveLength(entries.length)
        }),
        { numRuns: samples({ quick: 50, long: 2_000 }) },
      )
    })

    it('refuses every journal that does not balance in some currency', async ({ book, open, refusal }) => {
      const zarAccounts = [await open({ floor: 'none' }), await open({ floor: 'none' })] as const
      const usdAccounts = [
        await open({ floor: 'none', currency: 'USD' }),
        await open({ floor: 'none', currency: 'USD' }),
      ] as const
      const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n })

      await fc.assert(
        fc.asyncProperty(amounts, amounts, amounts, async (first, second, other) => {
          fc.pre(first !== second)

          const error = await refusal(() =>
            book.post({
              key: 'p1',
              kind: 'x',
              entries: [
                ...transfer(...usdAccounts, money(other, 'USD')),
                debit(zarAccounts[0], money(first, 'ZAR')),
                credit(zarAccounts[1], money(second, 'ZAR')),
              ],
            }),
          )

          expect(error).toMatchObject({
            code: 'journal_unbalanced',
            details: { currency: 'ZAR', debit: String(first), credit: String(second) },
          })
        }),
        { numRuns: samples({ quick: 30, long: 1_000 }) },
      )
    })

    it('does not balance one currency with another', async ({ book, open, refusal }) => {
      const [rand, dollars] = [await open({ floor: 'none' }), await open({ currency: 'USD' })]

      const error = await refusal(() =>
        book.post({
          key: 'p1',
          kind: 'x',
          entries: [debit(rand, zar('1.00')), credit(dollars, usd('1.00'))],
        }),
      )

      expect(error.code).toBe('journal_unbalanced')
    })

    it('needs two entries, and refuses amounts that are not positive', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('1.00') }), await open()]
      const post = (entries: readonly EntryInput[]): Promise<unknown> =>
        book.post({ key: 'p1', kind: 'x', entries })

      const errors = [
        await refusal(() => post([])),
        await refusal(() => post([debit(alice, zar('1.00'))])),
        await refusal(() => post(transfer(alice, bob, zar('0.00')))),
        await refusal(() => post(transfer(alice, bob, zar.minor(-1n)))),
      ]

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'invalid_input'))
    })

    it('takes a thousand entries, and refuses more', async ({ book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('500.00') }), await open()]
      const pairs = (n: number): EntryInput[] =>
        Array.from({ length: n }, () => transfer(alice, bob, zar('1.00'))).flat()

      const { balances } = await book.post({ key: 'p1', kind: 'x', entries: pairs(500) })
      const error = await refusal(() => book.post({ key: 'p2', kind: 'x', entries: pairs(501) }))

      expect(balances.map(({ posted, version }) => [posted, version])).toEqual([
        [zar('0.00'), 501],
        [zar('500.00'), 500],
      ])
      expect(error.code).toBe('invalid_input')
    })

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

    it.for<[what: string, wrong: object]>([
      ['no key', { key: undefined }],
      ['an empty key', { key: '' }],
      ['a key with NUL', { key: 'a\0' }],
      ['a key with half a surrogate pair', { key: '\ud800' }],
      ['a key of 256 characters', { key: 'x'.repeat(256) }],
      ['no kind', { kind: undefined }],
      ['a kind in capitals', { kind: 'Payment' }],
      ['an empty description', { description: '' }],
      ['a reference of 256 characters', { reference: 'x'.repeat(256) }],
      ['a time without its offset', { effectiveAt: '2026-01-01T00:00:00' }],
      ['a day that does not exist', { effectiveAt: '2026-02-30T00:00:00Z' }],
      ['a time that is no time', { effectiveAt: new Date(Number.NaN) }],
      ['metadata that is no object', { metadata: 'x' }],
      ['a field that it does not know', { memo: 'x' }],
      ['entries that are none', { entries: [null, 1] }],
      ['a side that is none', { entries: [{ account: 'a', side: 'left', amount: zar('1.00') }] }],
    ])('refuses a journal with %s', async ([, wrong], { book, open, refusal }) => {
      const [alice, bob] = [await open({ funded: zar('9.00') }), await open()]
      const journal = { key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('1.00')) }

      const error = await refusal(() => book.post({ ...journal, ...wrong }))

      expect(error.code).toBe('invalid_input')
      expect(error.details['issues']).toBeInstanceOf(Array)
    })
  })

  describe('many callers on one balance', () => {
    it.for([2, 10, 100])(
      'are served until it is empty: %i of them',
      async (callers, { book, open, balanceOf }) => {
        const [alice, bob] = [await open({ funded: zar('10.00') }), await open()]
        const amount = zar('0.70')

        const { values, errors } = await race(callers, (i) =>
          book.post({ key: `p${i}`, kind: 'x', entries: transfer(alice, bob, amount) }),
        )

        const winners = Math.min(callers, 14)
        expect(values).toHaveLength(winners)
        expect(errors).toEqual(
          Array.from({ length: callers - winners }, () =>
            expect.objectContaining({ code: 'insufficient_funds' }),
          ),
        )
        expect((await balanceOf(bob)).posted).toEqual(zar.minor(70n * BigInt(winners)))
      },
    )

    it('are exactly as many as the balance divided by the amount', async ({ book, open }) => {
      const cents = fc.bigInt({ min: 1n, max: 500n })
      let round = 0

      await fc.assert(
        fc.asyncProperty(cents, cents, fc.integer({ min: 1, max: 20 }), async (balance, amount, callers) => {
          round += 1
          const prefix = `round-${round}`
          const alice = await open({ code: `${prefix}:alice`, funded: zar.minor(balance) })
          const bob = await open({ code: `${prefix}:bob` })

          const { values } = await race(callers, (i) =>
            book.post({
              key: `${prefix}:${i}`,
              kind: 'x',
              entries: transfer(alice, bob, zar.minor(amount)),
            }),
          )

          const affordable = Number(balance / amount)
          expect(values).toHaveLength(Math.min(callers, affordable))
        }),
        { numRuns: samples({ quick: 20, long: 500 }) },
      )
    })

    it('pay each other in opposite directions without loss', async ({ book, open, balanceOf }) => {
      const [alice, bob] = [await open({ funded: zar('50.00') }), await open({ funded: zar('50.00') })]

      const { errors } = await race(50, (i) =>
        book.post({
          key: `p${i}`,
          kind: 'x',
          entries: i % 2 === 0 ? transfer(alice, bob, zar('1.00')) : transfer(bob, alice, zar('1.00')),
        }),
      )

      expect(errors).toEqual([])
      expect([(await balanceOf(alice)).posted, (await balanceOf(bob)).posted]).toEqual([
        zar('50.00'),
        zar('50.00'),
      ])
    })
  })
}
