import { race } from '@evenkeel/test-support'
import { describe, expect } from 'vitest'
import { type AccountType, credit, debit, type OpenAccount } from '../../src/index.ts'
import { ledgerTest, transfer, usd, zar } from '../support/ledger-fixture.ts'
import type { OpenLedger } from '../support/open-ledger.ts'

const types: readonly AccountType[] = ['asset', 'liability', 'equity', 'income', 'expense']

export function accountFacts(open: OpenLedger): void {
  const it = ledgerTest(open)

  describe('accounts', () => {
    it('opens an account as it was defined, with nothing in it', async ({ book, clock }) => {
      const { account, created } = await book.accounts.open({
        code: 'user:42:wallet:ZAR',
        type: 'liability',
        currency: 'ZAR',
        floor: zar.minor(-5_000n),
        ceiling: zar('10000.00'),
        metadata: { owner: { id: 42, tags: ['a', null] } },
      })

      expect(created).toBe(true)
      expect(account).toEqual({
        id: account.id,
        book: book.name,
        code: 'user:42:wallet:ZAR',
        type: 'liability',
        normalSide: 'credit',
        currency: 'ZAR',
        scale: 2,
        floor: zar.minor(-5_000n),
        ceiling: zar('10000.00'),
        metadata: { owner: { id: 42, tags: ['a', null] } },
        status: 'open',
        openedAt: clock.now().toISOString(),
        balance: {
          account: 'user:42:wallet:ZAR',
          posted: zar('0.00'),
          held: zar('0.00'),
          usable: zar('0.00'),
          version: 0,
        },
      })
      expect(await book.accounts.get('user:42:wallet:ZAR')).toEqual(account)
    })

    it('answers a second opening with the account that is there', async ({ book, open, contents }) => {
      const definition = { code: 'a', type: 'liability', currency: 'ZAR', metadata: { x: 1, y: 2 } } as const
      await open({ ...definition, funded: zar('10.00') })
      const before = await contents()

      const again = await book.accounts.open({ ...definition, metadata: { y: 2, x: 1 } })

      expect(again.created).toBe(false)
      expect(again.account.balance.posted).toEqual(zar('10.00'))
      expect(await contents()).toEqual(before)
    })

    it.for<[field: string, other: Partial<OpenAccount>]>([
      ['type', { type: 'asset', floor: zar('0.00') }],
      ['currency', { currency: 'USD', ceiling: undefined, floor: 'none' }],
      ['floor', { floor: zar.minor(-1n) }],
      ['floor', { floor: 'none' }],
      ['ceiling', { ceiling: zar('2.00') }],
      ['ceiling', { ceiling: undefined }],
      ['metadata', { metadata: { owner: 2 } }],
      ['metadata', { metadata: undefined }],
    ])('refuses to open an account again with another %s', async ([field, other], { book, refusal }) => {
      const definition: OpenAccount = {
        code: 'a',
        type: 'liability',
        currency: 'ZAR',
        ceiling: zar('1.00'),
        metadata: { owner: 1 },
      }
      await book.accounts.open(definition)

      const error = await refusal(() => book.accounts.open({ ...definition, ...other }))

      expect(error).toMatchObject({
        family: 'ConflictError',
        code: 'account_differs',
        details: { account: 'a' },
      })
      expect(error.details['fields']).toContain(field)
    })

    it('lets one of a hundred that open the same account at once make it', async ({ book, contents }) => {
      const definition = { code: 'a', type: 'liability', currency: 'ZAR' } as const

      const { values, errors } = await race(100, () => book.accounts.open(definition))

      expect(errors).toEqual([])
      expect(values.filter(({ created }) => created)).toHaveLength(1)
      expect(new Set(values.map(({ account }) => account.id)).size).toBe(1)
      expect((await contents()).accounts).toHaveLength(1)
    })

    it('keeps a code to its book', async ({ ledger, book, open, balanceOf }) => {
      const other = ledger.book(`${book.name}-other`)
      const code = await open({ funded: zar('10.00') })

      const { account, created } = await other.accounts.open({ code, type: 'asset', currency: 'USD' })

      expect(created).toBe(true)
      expect(account.balance.posted).toEqual(usd('0.00'))
      expect((await balanceOf(code)).posted).toEqual(zar('10.00'))
    })

    it('has nothing in a book that nothing was written to', async ({ ledger, book, contents }) => {
      expect((await contents()).accounts).toEqual([])
      expect(ledger.book(book.name).name).toBe(book.name)
    })

    it.for(['Main', 'a b', '', '-a', 'a-', 'a_', 'ä', 'x'.repeat(64), 'a\n'])(
      'refuses "%s" as the name of a book',
      (name, { ledger }) => {
        expect(() => ledger.book(name)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
      },
    )

    it.for(['a', '1', 'main', 'tenant-7_eu.west', 'x'.repeat(63)])(
      'takes "%s" as the name of a book',
      (name, { ledger }) => {
        expect(ledger.book(name).name).toBe(name)
      },
    )

    it.for(types)(
      'grows an account of type %s on its normal side',
      async (type, { book, open, balanceOf }) => {
        const [account, other] = [await open({ type, floor: 'none' }), await open({ floor: 'none' })]
        const { normalSide } = await book.accounts.get(account)
        const [grow, balance] = normalSide === 'debit' ? [debit, credit] : [credit, debit]

        await book.post({
          key: 'p1',
          kind: 'x',
          entries: [grow(account, zar('3.00')), balance(other, zar('3.00'))],
        })
        await book.post({
          key: 'p2',
          kind: 'x',
          entries: [balance(account, zar('1.00')), grow(other, zar('1.00'))],
        })

        expect(normalSide).toBe(type === 'asset' || type === 'expense' ? 'debit' : 'credit')
        expect((await balanceOf(account)).posted).toEqual(zar('2.00'))
      },
    )

    it.for(types)('gives an account of type %s the floor of its type', async (type, { book }) => {
      const { account } = await book.accounts.open({ code: 'a', type, currency: 'ZAR' })

      expect(account.floor).toEqual(type === 'liability' ? zar('0.00') : null)
    })

    it('lets an account be usable down to its floor, and rejects a cent more', async ({
      book,
      open,
      rejection,
    }) => {
      const [alice, bob] = [await open({ floor: zar.minor(-5_000n) }), await open()]

      const { balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: transfer(alice, bob, zar('50.00')),
      })
      const error = await rejection(() =>
        book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('0.01')) }),
      )

      expect(balances[0]?.usable).toEqual(zar.minor(-5_000n))
      expect(error).toMatchObject({
        code: 'insufficient_funds',
        details: { account: alice, currency: 'ZAR', usable: '-5000', floor: '-5000', needed: '1', entry: 0 },
      })
    })

    it('puts no limit on an account without a floor', async ({ book, open }) => {
      const [bank, alice] = [await open({ type: 'asset' }), await open({ floor: 'none' })]

      const { balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: [debit(alice, zar('1.00')), credit(bank, zar('1.00'))],
      })

      expect(balances.map(({ usable }) => usable)).toEqual([zar.minor(-100n), zar.minor(-100n)])
    })

    it('lets posted reach its ceiling, rejects a cent more, and does not count what is held', async ({
      book,
      open,
      rejection,
    }) => {
      const [alice, bob] = [await open({ funded: zar('60.00') }), await open({ ceiling: zar('50.00') })]
      await book.post({ key: 'p1', kind: 'x', entries: transfer(alice, bob, zar('50.00')) })
      await book.holds.place({ key: 'h1', account: bob, amount: zar('20.00') })

      const error = await rejection(() =>
        book.post({ key: 'p2', kind: 'x', entries: transfer(alice, bob, zar('0.01')) }),
      )
      await book.post({ key: 'p3', kind: 'x', entries: transfer(bob, alice, zar('30.00')) })

      expect(error).toMatchObject({
        code: 'ceiling_exceeded',
        details: { account: bob, posted: '5000', ceiling: '5000', entry: 1 },
      })
    })

    it('refuses a floor above zero and a ceiling below it, which a new account would break', async ({
      open,
      refusal,
    }) => {
      const floor = await refusal(() => open({ floor: zar('0.01') }))
      const ceiling = await refusal(() => open({ ceiling: zar.minor(-1n) }))

      expect([floor.code, ceiling.code]).toEqual(['invalid_input', 'invalid_input'])
    })

    it.for(['', 'a b', 'a::b', ':a', 'a:', 'ä', 'a\0', 'a\n', 'x'.repeat(256), 'a/b'])(
      'refuses "%s" as a code',
      async (code, { open, refusal }) => {
        expect((await refusal(() => open({ code }))).code).toBe('invalid_input')
      },
    )

    it('refuses metadata beyond its limits', async ({ open, refusal }) => {
      const deep = JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`)

      const errors = [
        await refusal(() => open({ metadata: { text: 'x'.repeat(16_384) } })),
        await refusal(() => open({ metadata: deep })),
        await refusal(() => open({ metadata: { 'a\0': 1 } })),
        await refusal(() => open({ metadata: { a: ['\ud800'] } })),
        await refusal(() => open({ metadata: JSON.parse('{"a":[{"__proto__":1}]}') })),
        await refusal(() => open({ metadata: { a: { 'b\\': 1 } } })),
        await refusal(() => open({ metadata: { 'a"': 1 } })),
        await refusal(() => open({ metadata: { 'a\n': 1 } })),
        // A caller without types may pass what JSON cannot say.
        await refusal(() => open({ metadata: { a: 1n } as never })),
        await refusal(() => open({ metadata: [] as never })),
      ]

      expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'invalid_input'))
    })

    it('counts every entry and hold event as one version, and entries apart', async ({
      book,
      open,
      balanceOf,
      contents,
    }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      const { hold } = await book.holds.place({ key: 'h1', account: alice, amount: zar('80.00') })
      await book.holds.extend({ key: 'e1', hold: hold.id, expiresIn: '5m' })
      await book.holds.capture({ key: 'c1', hold: hold.id, to: [[bob, zar('30.00')]] })
      await book.holds.void({ key: 'v1', hold: hold.id })
      await book.accounts.freeze({ key: 'f1', account: alice })

      const { version } = await balanceOf(alice)
      const stored = (await contents()).accounts.find(({ code }) => code === alice)

      // One entry funds it; placed, extended, captured with its entry, voided. A status moves no value and is no version.
      expect(version).toBe(6)
      expect(stored?.entryCount).toBe(2)
    })

    it('tells with every entry what its account holds after it', async ({ book, open }) => {
      const [alice, bob] = [await open({ funded: zar('100.00') }), await open()]
      await book.holds.place({ key: 'h1', account: alice, amount: zar('10.00') })

      const { journal, balances } = await book.post({
        key: 'p1',
        kind: 'x',
        entries: [...transfer(alice, bob, zar('30.00')), ...transfer(bob, alice, zar('5.00'))],
      })

      const held = zar('10.00')
      const none = zar('0.00')
      expect(journal.entries.map(({ after }) => after)).toEqual([
        { account: alice, posted: zar('70.00'), held, usable: zar('60.00'), version: 3 },
        { account: bob, posted: zar('30.00'), held: none, usable: zar('30.00'), version: 1 },
        { account: bob, posted: zar('25.00'), held: none, usable: zar('25.00'), version: 2 },
        { account: alice, posted: zar('75.00'), held, usable: zar('65.00'), version: 4 },
      ])
      expect(balances).toEqual([journal.entries[3]?.after, journal.entries[2]?.after])
    })

    it('finds no account that was never opened', async ({ book, refusal }) => {
      const error = await refusal(() => book.accounts.get('nobody'))

      expect(error).toMatchObject({
        family: 'NotFoundError',
        code: 'account_not_found',
        details: { book: book.name, account: 'nobody' },
      })
    })
  })
}
