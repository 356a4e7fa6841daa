import { type Journal, type Money, money } from '@evenkeel/ledger'
import { assertInvariants, memoryContents, memoryLedger } from '@evenkeel/ledger/testing'
import { samples } from '@evenkeel/test-support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type WalletBook, type WalletJournal, walletChart } from '../../src/books/chart.ts'
import { openingAccounts } from '../../src/books/open-accounts.ts'
import { chargeBack } from '../../src/books/recipes/charge-back.ts'
import { depositRefunded, refundHold } from '../../src/books/recipes/deposit-refunded.ts'
import { depositSettled } from '../../src/books/recipes/deposit-settled.ts'
import { settlementReceived } from '../../src/books/recipes/settlement-received.ts'
import { withdrawalFailed } from '../../src/books/recipes/withdrawal-failed.ts'
import { withdrawalHold } from '../../src/books/recipes/withdrawal-hold.ts'
import { payoutCharged, withdrawalPaid } from '../../src/books/recipes/withdrawal-paid.ts'

const zar = (amount: bigint): Money => money(amount, 'ZAR')
const user = '7'
const gateway = 'revio'

function openBook(): { book: WalletBook; check: () => void } {
  const ledger = memoryLedger()
  return {
    book: ledger.book('main', walletChart),
    check: () => assertInvariants(memoryContents(ledger.books, 'main')),
  }
}

async function post(book: WalletBook, journal: WalletJournal): Promise<Journal> {
  const accounts = journal.entries.map(({ account }) => account)
  return (await openingAccounts(book, accounts, () => book.post(journal))).journal
}

/** What all accounts together hold, debits as positive: zero, whatever was posted. */
function sumOf(entries: WalletJournal['entries']): bigint {
  return entries.reduce(
    (sum, { side, amount }) => sum + (side === 'debit' ? amount.amount : -amount.amount),
    0n,
  )
}

it('balances every recipe, with no entry of nothing, for any amounts', () => {
  const facts = fc.record({
    amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    part: fc.nat(100),
    spent: fc.nat(100),
  })

  fc.assert(
    fc.property(facts, ({ amount, part, spent }) => {
      const share = (amount * BigInt(part)) / 100n
      const usable = zar((amount * BigInt(100 - spent)) / 100n)
      const penalty = share < amount ? share : amount - 1n
      const journals = [
        depositSettled({ deposit: 'd', user, gateway, amount: zar(amount), fee: zar(share) }),
        depositRefunded({ refund: 'r', user, gateway, amount: zar(amount), penalty: zar(penalty), usable }),
        chargeBack({ chargeBack: 'c', user, gateway, amount: zar(amount), usable }),
        settlementReceived({ settlement: 's', gateway, amount: zar(amount) }),
        payoutCharged({ withdrawal: 'w', gateway, fee: zar(amount) }),
      ]

      for (const { entries } of journals) {
        expect(sumOf(entries)).toBe(0n)
        expect(entries.every((entry) => entry.amount.amount > 0n)).toBe(true)
        expect(entries.length).toBeGreaterThan(1)
      }
    }),
    { numRuns: samples({ quick: 200, long: 20_000 }) },
  )
})

it('keeps every unit of a deposit, its refund and a charge-back: the wallet never below zero, the rest owed', async () => {
  const story = fc.record({
    amount: fc.bigInt({ min: 2n, max: 10n ** 9n }),
    feePart: fc.nat(100),
    spentPart: fc.nat(100),
    refundPart: fc.integer({ min: 1, max: 99 }),
    penaltyPart: fc.nat(99),
  })

  await fc.assert(
    fc.asyncProperty(story, async ({ amount, feePart, spentPart, refundPart, penaltyPart }) => {
      const part = (whole: bigint, percent: number): bigint => (whole * BigInt(percent)) / 100n
      const { book, check } = openBook()
      const { accounts } = walletChart
      const wallet = accounts.wallet({ user, currency: 'ZAR' })
      const fee = part(amount, feePart)
      await post(book, depositSettled({ deposit: 'd', user, gateway, amount: zar(amount), fee: zar(fee) }))
      const spent = part(amount, spentPart)
      if (spent > 0n) {
        const held = await book.holds.place(
          withdrawalHold({ withdrawal: 'w', user, amount: zar(spent), fee: zar(0n) }),
        )
        await openingAccounts(book, [accounts.gateway({ gateway, currency: 'ZAR' })], () =>
          book.holds.capture(
            withdrawalPaid({
              withdrawal: 'w',
              hold: held.hold.id,
              gateway,
              amount: zar(spent),
              fee: zar(0n),
            }),
          ),
        )
      }

      const refunded = part(amount, refundPart) || 1n
      const penalty = part(refunded, penaltyPart) < refunded ? part(refunded, penaltyPart) : 0n
      const usable = async (): Promise<Money> => (await book.accounts.get(wallet)).balance.usable
      const refund = { refund: 'r', user, gateway, amount: zar(refunded), penalty: zar(penalty) }
      await post(book, depositRefunded({ ...refund, usable: await usable() }))
      const left = amount - refunded
      await post(
        book,
        chargeBack({ chargeBack: 'c', user, gateway, amount: zar(left), usable: await usable() }),
      )

      check()
      const inWallet = (await book.accounts.get(wallet)).balance.posted.amount
      const owed = (
        await book.accounts.get(accounts.receivable({ user, currency: 'ZAR' })).catch(() => undefined)
      )?.balance.posted.amount
      expect(inWallet).toBe(0n)
      expect(owed ?? 0n).toBe(spent)
      // What the gateway holds for us: what came in, less its fee, less all that went out again.
      const atGateway = await book.accounts
        .get(accounts.gateway({ gateway, currency: 'ZAR' }))
        .then(({ balance }) => balance.posted.amount)
      expect(atGateway).toBe(amount - fee - spent - (refunded - penalty) - left)
    }),
    { numRuns: samples({ quick: 60, long: 3_000 }) },
  )
})

it('gives a withdrawal that failed back to the owner, fee and all', async () => {
  const { book, check } = openBook()
  const wallet = walletChart.accounts.wallet({ user, currency: 'ZAR' })
  await post(book, depositSettled({ deposit: 'd', user, gateway, amount: zar(100_00n), fee: zar(0n) }))
  const { hold } = await book.holds.place(
    withdrawalHold({ withdrawal: 'w', user, amount: zar(50_00n), fee: zar(1_00n) }),
  )
  const during = (await book.accounts.get(wallet)).balance.usable

  await book.holds.void(withdrawalFailed({ withdrawal: 'w', hold: hold.id }))

  check()
  expect(during).toEqual(zar(49_00n))
  expect((await book.accounts.get(wallet)).balance.usable).toEqual(zar(100_00n))
})

it('refuses a flow that the chart does not have, and an owner who takes from another', async () => {
  const { book } = openBook()
  await post(book, depositSettled({ deposit: 'd', user, gateway, amount: zar(100_00n), fee: zar(0n) }))
  const { entries } = depositSettled({ deposit: 'e', user: '8', gateway, amount: zar(1n), fee: zar(0n) })
  const backwards = entries.map(
    (entry) => ({ ...entry, side: entry.side === 'debit' ? 'credit' : 'debit' }) as const,
  )

  const wrong = book.post({ key: 'k', kind: 'deposit-settled', entries: backwards })

  await expect(wrong).rejects.toMatchObject({ code: 'flow_not_allowed' })
  await expect(
    book.holds.place(refundHold({ refund: 'r', user, amount: zar(100_01n) })),
  ).rejects.toMatchObject({
    code: 'insufficient_funds',
  })
})

it('names its keys by the fact: the same fact posts once, however often', async () => {
  const { book, check } = openBook()
  const journal = depositSettled({ deposit: 'd', user, gateway, amount: zar(100_00n), fee: zar(3_90n) })

  const [first, again] = [await post(book, journal), await post(book, journal)]

  check()
  expect(again.id).toBe(first.id)
  expect(journal.key).toBe('deposit:d:settled')
})
