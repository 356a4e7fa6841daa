import { race, useDatabase, waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Book, createLedger, type PgLedger, RejectedError } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { watchedPool } from './support/watched-pool.ts'

// The facts of many callers are in the conformance suite. Here are those that a database can get wrong by itself: who
// waits for whom, when each caller is as good as a process of its own. Under READ COMMITTED with locks in one order no
// statement is ever refused, so nothing has to be tried again: `refused` stays empty. What a process remembers wrongly, of
// accounts that others have written on since, is refused and then asked for; that is not counted.

const { url } = await useDatabase(ledgerSchema)
const pool = new Pool({ connectionString: url, max: 40 })
afterAll(() => pool.end())
const watched = watchedPool(pool)
// One ledger would let its callers share a transaction, and nobody would race.
const ledgers = Array.from({ length: 40 }, () =>
  createLedger({ pool: watched, groupCommit: { patienceMs: 30_000 } }),
) as [PgLedger, ...PgLedger[]] // There are forty of them.
afterAll(() => Promise.all(ledgers.map((ledger) => ledger.close())))
const misremembered = 'EK007'
let main: Book
let round = 0

/** The book as the i-th caller has it. */
const by = (i: number): Book => (ledgers[i % ledgers.length] ?? ledgers[0]).book(main.name)

beforeEach(() => {
  watched.refused.length = 0
  round += 1
  main = ledgers[0].book(`race-${round}`)
  return async () => {
    assertInvariants(await postgresContents(fromPg(pool), main.name))
    expect(watched.refused.filter((code) => code !== misremembered)).toEqual([])
  }
})

describe('callers in forty ledgers', () => {
  it.each([2, 10, 100])('share one balance exactly: %i of them', async (callers) => {
    await openWith(main, { alice: zar('5.00'), bob: zar('0.00') })

    const { values, errors } = await race(callers, (i) =>
      by(i).post({ key: `p${i}`, kind: 'x', entries: transfer('alice', 'bob', zar('0.70')) }),
    )

    const served = Math.min(callers, 7)
    expect(values).toHaveLength(served)
    expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'insufficient_funds' })))
    expect((await main.accounts.get('bob')).balance.posted).toEqual(zar.minor(70n * BigInt(served)))
  })

  it('never wait for each other in a ring, whichever way value goes round', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    await openWith(main, Object.fromEntries(names.map((name) => [name, zar('100.00')])))
    const around = (i: number): string[] => names.map((_, step) => names[(i + step) % 5] ?? 'a')

    const { errors } = await race(60, (i) => {
      const ring = i % 2 === 0 ? around(i) : around(i).reverse()
      const entries = ring.flatMap((from, step) => transfer(from, ring[(step + 1) % 5] ?? from, zar('1.00')))
      return by(i).post({ key: `p${i}`, kind: 'x', entries })
    })

    expect(errors).toEqual([])
  })

  it('never wait for each other over keys, in whatever order batches name them', async () => {
    await openWith(main, { alice: zar('5.00'), bob: zar('0.00') })
    const journals = ['k1', 'k2', 'k3'].map((key) => ({
      ...{ key, kind: 'x' },
      entries: transfer('alice', 'bob', zar('1.00')),
    }))

    const { values, errors } = await race(20, (i) =>
      by(i).post(i % 2 === 0 ? journals : journals.toReversed(), { mode: 'independent' }),
    )

    expect(errors).toEqual([])
    expect(values.flat().filter(({ replayed }) => !replayed)).toHaveLength(3)
  })

  it('open an account for the first time once, and a book', async () => {
    const { values, errors } = await race(100, (i) =>
      by(i).accounts.open({ code: 'alice', type: 'liability', currency: 'ZAR' }),
    )

    expect(errors).toEqual([])
    expect(values.filter(({ created }) => created)).toHaveLength(1)
  })

  it('with one key have one effect and one answer, a hundred at once', async () => {
    await openWith(main, { alice: zar('5.00'), bob: zar('0.00') })
    const payment = { key: 'same', kind: 'x', entries: transfer('alice', 'bob', zar('1.00')) }

    const { values } = await race(100, (i) => by(i).post(payment))

    expect(values.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(new Set(values.map(({ journal }) => journal.id)).size).toBe(1)
    expect((await main.accounts.get('bob')).balance.posted).toEqual(zar('1.00'))
  })

  it('end a hold once: captured, voided or expired', async () => {
    await openWith(main, { alice: zar('100.00'), bob: zar('0.00') })
    const holds = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        main.holds.place({ key: `h${i}`, account: 'alice', amount: zar('1.00'), expiresIn: '1s' }),
      ),
    )
    const firstEnd = Math.min(...holds.map(({ hold }) => Date.parse(hold.expiresAt ?? '')))
    await waitFor(() => Date.now() > firstEnd - 50, { what: 'the first hold to be about to expire' })

    const { values, errors } = await race(40, (i) => {
      const { id } = holds[i % 10]?.hold ?? { id: '' }
      const key = `end${i}`
      return i % 4 < 2
        ? by(i).holds.capture({ key, hold: id, to: [['bob', zar('1.00')]] })
        : by(i).holds.void({ key, hold: id })
    })

    const ends = await Promise.all(holds.map(({ hold }) => main.holds.get(hold.id)))
    expect(values).toHaveLength(ends.filter(({ status }) => status !== 'expired').length)
    expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'hold_ended' })))
    expect((await main.accounts.get('alice')).balance.held).toEqual(zar('0.00'))
  })

  it('reverse a journal once, whoever asks and under whatever key', async () => {
    await openWith(main, { alice: zar('5.00'), bob: zar('0.00') })
    const payment = { key: 'p', kind: 'x', entries: transfer('alice', 'bob', zar('1.00')) }
    const { journal } = await main.post(payment)

    const { values, errors } = await race(20, (i) => by(i).reverse({ key: `r${i}`, journal: journal.id }))

    expect(values).toHaveLength(1)
    expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'already_reversed' })))
    expect(errors[0]).toBeInstanceOf(RejectedError)
  })
})
