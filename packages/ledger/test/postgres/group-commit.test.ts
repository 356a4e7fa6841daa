import { faultProxy, useDatabase, waitFor } from '@evenkeel/test-support'
import { Pool } from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { createLedger, credit, currency, debit, type PgLedger, type PostJournal } from '../../src/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'

const { pool, url } = await useDatabase(ledgerSchema)
const zar = currency('ZAR')

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

let tests = 0

/** A book of its own for each test, with a till that anybody may take from and some purses. */
async function openBook(ledger: PgLedger, purses: readonly string[]) {
  tests += 1
  const book = ledger.book(`test-${tests}`)
  await book.accounts.open({ code: 'till', type: 'asset', currency: 'ZAR' })
  for (const code of purses) await book.accounts.open({ code, type: 'liability', currency: 'ZAR' })
  return book
}

function pay(key: string, to: string, cents = 100n): PostJournal {
  return { key, kind: 'payment', entries: [debit('till', zar.minor(cents)), credit(to, zar.minor(cents))] }
}

async function transactionsOf(book: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `SELECT count(DISTINCT journal.transaction_id)
     FROM ledger.journal
     JOIN ledger.book ON book.id = journal.book_id
     WHERE book.code = $1`,
    [book],
  )
  return Number(rows[0]?.count)
}

describe('calls that come together', () => {
  it('share transactions, and each has its own answer', async () => {
    const ledger = createLedger({ pool })
    const book = await openBook(ledger, ['purse'])

    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => book.post(pay(`k${i}`, 'purse'))))

    expect(new Set(answers.map(({ journal }) => journal.key)).size).toBe(100)
    expect((await book.accounts.get('purse')).balance.posted).toEqual(zar('100.00'))
    expect(await transactionsOf(book.name)).toBeLessThan(10)
  })

  it('never harm one another', async () => {
    const ledger = createLedger({ pool })
    const book = await openBook(ledger, ['purse'])
    const tooMuch: PostJournal = {
      key: 'greedy',
      kind: 'payment',
      entries: [debit('purse', zar('500.00')), credit('till', zar('500.00'))],
    }

    const [good, unknown, greedy, twin, other] = await Promise.allSettled([
      book.post(pay('good', 'purse')),
      book.post(pay('unknown', 'nobody')),
      book.post(tooMuch),
      book.post(pay('good', 'purse')),
      book.post(pay('good', 'purse', 200n)),
    ])

    expect(good).toMatchObject({ status: 'fulfilled', value: { replayed: false } })
    expect(unknown).toMatchObject({ status: 'rejected', reason: { code: 'account_not_found' } })
    expect(greedy).toMatchObject({ status: 'rejected', reason: { code: 'insufficient_funds' } })
    expect(twin).toMatchObject({ status: 'fulfilled', value: { replayed: true } })
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'key_reused' } })
    expect((await book.accounts.get('purse')).balance.posted).toEqual(zar('1.00'))
  })
})

describe('an account that a host keeps locked', () => {
  it('holds up nobody but those who need it', async () => {
    const ledger = createLedger({ pool })
    const book = await openBook(ledger, ['locked', 'free'])
    await book.accounts.open({ code: 'till2', type: 'asset', currency: 'ZAR' })
    const host = await pool.connect()
    endings.push(async () => host.release())
    await host.query('BEGIN')
    await host.query(`SELECT FROM ledger.account WHERE code = 'locked' FOR UPDATE`)

    const answered: string[] = []
    const calls = Array.from({ length: 40 }, (_, i) => {
      const to = i % 4 === 0 ? 'locked' : 'free'
      const entries = [debit(to === 'locked' ? 'till2' : 'till', zar('1.00')), credit(to, zar('1.00'))]
      return book.post({ key: `k${i}`, kind: 'payment', entries }).then(() => answered.push(to))
    })
    await waitFor(() => answered.length === 30, { within: 10_000 })

    expect(new Set(answered)).toEqual(new Set(['free']))
    await host.query('COMMIT')
    await Promise.all(calls)
    expect((await book.accounts.get('locked')).balance.posted).toEqual(zar('10.00'))
    expect((await book.accounts.get('free')).balance.posted).toEqual(zar('30.00'))
  })

  it('lets a caller give up, who then learns the truth under the same key', async () => {
    const ledger = createLedger({ pool })
    const book = await openBook(ledger, ['locked'])
    const host = await pool.connect()
    endings.push(async () => host.release())
    await host.query('BEGIN')
    await host.query(`SELECT FROM ledger.account WHERE code = 'locked' FOR UPDATE`)

    const impatient = book.post(pay('k', 'locked'), { deadlineMs: 300 })
    await expect(impatient).rejects.toMatchObject({ code: 'deadline_exceeded', outcome: 'unknown' })

    await host.query('COMMIT')
    await book.post(pay('k', 'locked'))
    expect((await book.accounts.get('locked')).balance.posted).toEqual(zar('1.00'))
  })
})

describe('a COMMIT whose answer is lost', () => {
  it.each(['has landed', 'was cut off on its way', 'was never sent'])(
    'is found out when it %s',
    async (fate) => {
      const proxy = await faultProxy({ port: Number(new URL(url).port) })
      const through = new Pool({ connectionString: proxy.urlFor(url), max: 4 })
      through.on('error', () => {})
      endings.push(
        () => proxy.close(),
        () => through.end(),
      )
      const book = await openBook(createLedger({ pool }), ['purse'])
      const same = createLedger({ pool: through, rememberedAccounts: 0 }).book(book.name)
      await same.post(pay('before', 'purse'))

      // With the byte that ends it, for BEGIN says READ COMMITTED. It leaves with the writes, in the second flight;
      // `remembered-accounts.test.ts` has the case of a single one.
      if (fate === 'has landed') proxy.loseReplyTo('COMMIT\0')
      else proxy.cutAfter(fate === 'was never sent' ? 100 : 1_200, 'to-server')
      const posting = same.post(pay('k', 'purse')).catch((error: unknown) => error)
      await waitFor(() => proxy.openConnections === 0, { within: 5_000 })
      proxy.restore()

      const answer = await posting
      const again = await same.post(pay('k', 'purse'))
      // Before COMMIT is sent the call may be told that nothing was written; in no case is it told something false.
      if (fate === 'was never sent') expect(answer).toMatchObject({ outcome: 'not_written' })
      else expect(answer).toMatchObject({ journal: again.journal, balances: again.balances })
      expect((await book.accounts.get('purse')).balance.posted).toEqual(zar('2.00'))
    },
  )
})

describe('the queue', () => {
  it('refuses a call at its bound and answers those it has accepted', async () => {
    const ledger = createLedger({ pool, groupCommit: { mostWaiting: 5 } })
    const book = await openBook(ledger, ['purse'])

    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => book.post(pay(`k${i}`, 'purse'))),
    )

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'overloaded', outcome: 'not_written' } })
  })

  it('answers everything it has accepted before it closes', async () => {
    const ledger = createLedger({ pool })
    const book = await openBook(ledger, ['purse'])

    const posting = Array.from({ length: 300 }, (_, i) => book.post(pay(`k${i}`, 'purse')))
    await ledger.close()

    expect((await Promise.allSettled(posting)).filter(({ status }) => status === 'fulfilled')).toHaveLength(
      300,
    )
    await expect(book.post(pay('late', 'purse'))).rejects.toMatchObject({ code: 'closed' })
  })
})
