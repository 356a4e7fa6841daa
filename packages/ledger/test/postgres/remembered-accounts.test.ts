import {
  type CommitFate,
  type FaultProxy,
  faultProxy,
  race,
  samples,
  useDatabase,
  waitFor,
} from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { Pool } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Book, createLedger, credit, currency, debit, type PostJournal } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { lockByHost } from './support/host-lock.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { rememberingLedger } from './support/remembering-ledger.ts'
import { someoneWaits } from './support/someone-waits.ts'
import { watchedPool } from './support/watched-pool.ts'

// A process judges a batch on what it remembers of the accounts. Others write behind its back here, in every way there is,
// and it must answer as if it had asked first.

const { pool, url, connect } = await useDatabase(ledgerSchema)
const watched = watchedPool(pool)
const other = createLedger({ pool })
const usd = currency('USD')
const misremembered = 'EK007'
let rounds = 0
let ours: Book
let theirs: Book

/** Ours remembers that Alice has five rand and Bob has five, and nothing has been refused yet. */
beforeEach(async () => {
  rounds += 1
  theirs = other.book(`remembered-${rounds}`)
  ours = rememberingLedger(watched).book(theirs.name)
  await openWith(ours, { alice: zar('6.00'), bob: zar('4.00') })
  await ours.post(paying('first', '1.00'))
  watched.refused.length = 0
  return async () => assertInvariants(await postgresContents(fromPg(pool), theirs.name))
})

const paying = (
  key: string,
  rand: string,
  [from, to]: readonly [string, string] = ['alice', 'bob'],
): PostJournal => ({
  ...{ key, kind: 'payment' },
  entries: transfer(from, to, zar(rand)),
})
const posted = async (code: string) => (await theirs.accounts.balance(code)).posted
const freeze = (key: string): Promise<unknown> => theirs.accounts.freeze({ key, account: 'alice' })
const unfreeze = (key: string): Promise<unknown> => theirs.accounts.unfreeze({ key, account: 'alice' })

describe('a journal between remembered accounts', () => {
  it('is confirmed by the database, and leaves the books as any other would', async () => {
    const { journal, balances } = await ours.post(paying('second', '2.00'))

    expect(watched.refused).toEqual([])
    expect(balances).toEqual([await theirs.accounts.balance('alice'), await theirs.accounts.balance('bob')])
    expect(await theirs.journal(journal.id)).toEqual(journal)
    expect(journal.effectiveAt).toBe(journal.recordedAt)
    expect(await theirs.post(paying('second', '2.00'))).toEqual({ journal, balances, replayed: true })
  })

  it('keeps the business time that it was given', async () => {
    const effectiveAt = '2020-02-29T12:00:00.000Z'

    const { journal } = await ours.post({ ...paying('dated', '2.00'), effectiveAt })

    expect(watched.refused).toEqual([])
    expect(journal.effectiveAt).toBe(effectiveAt)
    expect(await theirs.journal(journal.id)).toEqual(journal)
  })

  it('is refused by the rules, and its key remembers that', async () => {
    const refusal = await ours.post(paying('too-much', '5.01')).catch((error: unknown) => error)

    expect(watched.refused).toEqual([])
    expect(refusal).toMatchObject({ code: 'insufficient_funds', replayed: false })
    await expect(theirs.post(paying('too-much', '5.01'))).rejects.toMatchObject({
      code: 'insufficient_funds',
      replayed: true,
    })
  })

  it('is not judged on holds, which may have expired: the account is asked for', async () => {
    await holdThatExpires(ours)

    const { balances } = await ours.post(paying('all', '5.00'))

    expect(watched.refused).toEqual([])
    expect(balances[0]).toMatchObject({ posted: zar('0.00'), held: zar('0.00') })
  })

  it('is posted beside others that are refused, cannot be judged, or are the same again', async () => {
    const inDollars = [debit('alice', usd('1.00')), credit('bob', usd('1.00'))]
    const journals = [
      ...[paying('one', '1.00'), paying('too-much', '9.00'), paying('one', '1.00')],
      ...[
        { ...paying('never', '1.00'), entries: inDollars },
        { ...paying('mended', '1.00'), entries: inDollars },
      ],
      ...[paying('mended', '1.00'), { ...paying('last', '1.00', ['bob', 'alice']), reference: 'order:1' }],
    ]

    const answers = await ours.post(journals, { mode: 'independent' })

    expect(watched.refused).toEqual([])
    const cameTo = answers.map((answer) => (answer.ok ? answer.replayed : answer.error.code))
    const wrong = 'currency_mismatch'
    expect(cameTo).toEqual([false, 'insufficient_funds', true, wrong, wrong, false, false])
    const [one, , , , , mended, last] = await theirs.post(journals, { mode: 'independent' })
    expect([one, mended, last]).toEqual([0, 5, 6].map((i) => ({ ...answers[i], replayed: true })))
  })
})

describe('what changed behind it', () => {
  it.each<[what: string, change: () => Promise<unknown>, pay: string, answer: string, left: string]>([
    [
      'a post of another process',
      () => theirs.post(paying('o', '3.00')),
      '3.00',
      'insufficient_funds',
      '2.00',
    ],
    [
      'value that another gave',
      () => theirs.post(paying('o', '3.00', ['bob', 'alice'])),
      '8.00',
      'posted',
      '0.00',
    ],
    ['a freeze', () => freeze('f'), '3.00', 'account_frozen', '5.00'],
    ['a freeze that was lifted', () => freeze('f').then(() => unfreeze('u')), '3.00', 'posted', '2.00'],
    [
      'a hold',
      () => theirs.holds.place({ key: 'h', account: 'alice', amount: zar('3.00') }),
      '3.00',
      'insufficient_funds',
      '5.00',
    ],
    ['a hold that expired', () => holdThatExpires(theirs), '3.00', 'posted', '2.00'],
    ['a transaction of the host', () => inHost('COMMIT'), '3.00', 'insufficient_funds', '2.00'],
    ['one that the host gave up', () => inHost('ROLLBACK'), '3.00', 'posted', '2.00'],
    ['a backup that was restored', () => restoreAndGoOn(), '4.50', 'insufficient_funds', '4.00'],
    [
      'there and back again',
      () => theirs.post([paying('o', '1.00'), paying('p', '1.00', ['bob', 'alice'])], { mode: 'atomic' }),
      '3.00',
      'posted',
      '2.00',
    ],
  ])('is seen: %s', async (_, change, pay, answer, left) => {
    await change()

    const came = await ours.post(paying('mine', pay)).then(
      () => 'posted',
      ({ code }: { code: string }) => code,
    )

    expect(came).toBe(answer)
    expect(await posted('alice')).toEqual(zar(left))
  })

  it('is a key of another process: the answer is the one it gave', async () => {
    const first = await theirs.post(paying('shared', '1.00', ['bob', 'cash']))

    const again = await ours.post(paying('shared', '1.00', ['bob', 'cash']))
    const differing = ours.post(paying('shared', '2.00', ['bob', 'cash']))

    expect(again).toEqual({ ...first, replayed: true })
    await expect(differing).rejects.toMatchObject({ code: 'key_reused' })
  })

  it('is a reference that another process took', async () => {
    await theirs.accounts.open({ code: 'shop', type: 'asset', currency: 'ZAR' })
    await theirs.post({ ...paying('o', '1.00', ['shop', 'cash']), reference: 'order:1' })

    const taken = ours.post({ ...paying('mine', '1.00'), reference: 'order:1' })

    await expect(taken).rejects.toMatchObject({ code: 'reference_taken' })
    expect(await posted('alice')).toEqual(zar('5.00'))
  })

  // Its index is only asked about journals that are written, and of this batch none is.
  it('is a reference that is taken, in an atomic batch of which another member would fail', async () => {
    await ours.post({ ...paying('o', '1.00', ['bob', 'alice']), reference: 'order:1' })
    const culprit = { ...paying('culprit', '4.00'), reference: 'order:1' }
    const innocent = paying('innocent', '3.00')

    const both = ours.post([culprit, innocent], { mode: 'atomic' })

    await expect(both).rejects.toMatchObject({ code: 'reference_taken' })
    expect(await ours.post(innocent)).toMatchObject({ replayed: false })
  })
})

describe('what changes while it waits', () => {
  it('is seen: the account that a host has locked is another when it is free', async () => {
    const host = await connect()
    await host.query('BEGIN')
    await other.using(fromPg(host)).book(theirs.name).post(paying('host', '3.00'))

    const posting = ours.post(paying('mine', '3.00')).catch((error: unknown) => error)
    await waitFor(() => someoneWaits(pool), { what: 'our post to wait for the host' })
    await host.query('COMMIT')

    expect(await posting).toMatchObject({ code: 'insufficient_funds' })
    expect(watched.refused).toEqual([misremembered])
    expect(await posted('alice')).toEqual(zar('2.00'))
  })

  it('is nothing where the account comes free as it was, and the instant is that of the writing', async () => {
    const host = await connect()
    const unlock = await lockByHost(host, ['alice'])
    const posting = ours.post(paying('mine', '3.00'))
    await waitFor(() => someoneWaits(pool), { what: 'our post to wait for the host' })
    const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
    await unlock()

    const { journal } = await posting

    expect(watched.refused).toEqual([])
    expect(Date.parse(journal.recordedAt)).toBeGreaterThanOrEqual(rows[0]?.now.getTime() ?? Number.NaN)
  })

  it('is seen in the row itself where nothing that is remembered differs', async () => {
    const host = await connect()
    await host.query('BEGIN')
    await host.query("UPDATE ledger.account SET status = status WHERE code = 'alice'")
    const posting = ours.post(paying('mine', '3.00'))
    await waitFor(() => someoneWaits(pool), { what: 'our post to wait for the host' })
    await host.query('COMMIT')

    await posting

    expect(watched.refused).toEqual([misremembered])
    expect(await posted('alice')).toEqual(zar('2.00'))
  })

  it('is a key that a twin has claimed: both are told the same', async () => {
    const host = await connect()
    await host.query('BEGIN')
    const twin = paying('twin', '1.00', ['bob', 'cash'])
    await ours.post(paying('warm', '1.00', ['bob', 'cash']))
    const first = await other.using(fromPg(host)).book(theirs.name).post(twin)

    const posting = ours.post(twin)
    await waitFor(() => someoneWaits(pool), { what: 'our post to wait for its twin' })
    await host.query('COMMIT')

    expect(await posting).toEqual({ ...first, replayed: true })
  })
})

describe('two processes that remember the same accounts', () => {
  it('spend a balance once', async () => {
    const twins = [ours, rememberingLedger(pool).book(ours.name)]
    for (const [i, book] of twins.entries()) await book.post(paying(`warm${i}`, '0.50'))

    const { values, errors } = await race(20, (i) => (twins[i % 2] ?? ours).post(paying(`r${i}`, '1.00')))

    expect(values).toHaveLength(4)
    expect(errors).toEqual(errors.map(() => expect.objectContaining({ code: 'insufficient_funds' })))
    expect(await posted('alice')).toEqual(zar('0.00'))
  })

  it('lose nothing of one another, whatever they post at once', { timeout: 600_000 }, async () => {
    const codes = ['alice', 'bob', 'carol'] as const
    const books = [0, 1].map(() => rememberingLedger(pool))
    const call = fc.record({
      by: fc.nat(1),
      from: fc.constantFrom(...codes),
      to: fc.constantFrom(...codes),
      cents: fc.integer({ min: 1, max: 400 }),
    })
    let runs = 0
    const property = fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async (calls) => {
      runs += 1
      const name = `${theirs.name}-${runs}`
      const book = other.book(name)
      await openWith(book, { alice: zar('5.00'), bob: zar('5.00'), carol: zar('5.00') })
      const answers = await Promise.all(
        calls.map(async ({ by, from, to, cents }, i) => {
          const entries = transfer(from, to, zar.minor(BigInt(cents)))
          const posting = books[by]?.book(name).post({ key: `c${i}`, kind: 'x', entries })
          return posting?.then(
            () => true,
            ({ code }: { code: string }) => expect(code).toBe('insufficient_funds'),
          )
        }),
      )

      for (const code of codes) {
        const moved = calls.map(({ from, to, cents }, i) =>
          answers[i] === true ? (Number(to === code) - Number(from === code)) * cents : 0,
        )
        const { posted: left } = await book.accounts.balance(code)
        expect(left.amount).toBe(500n + BigInt(moved.reduce((sum, each) => sum + each, 0)))
      }
      assertInvariants(await postgresContents(fromPg(pool), name))
    })

    await fc.assert(property, { numRuns: samples({ quick: 8, long: 300 }) })
  })
})

describe('a connection that is lost', () => {
  const opened: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of opened.splice(0)) await close()
  })

  async function throughProxy(): Promise<{ proxy: FaultProxy; book: Book }> {
    const proxy = await faultProxy({ port: Number(new URL(url).port) })
    const through = new Pool({ connectionString: proxy.urlFor(url), max: 2 })
    through.on('error', () => undefined)
    const ledger = createLedger({ pool: through })
    opened.push(
      () => ledger.close(),
      () => through.end(),
      () => proxy.close(),
    )
    const book = ledger.book(theirs.name)
    await book.post(paying('warm', '1.00'))
    return { proxy, book }
  }

  it.each<CommitFate>(['lands', 'never-arrives', 'passes'])(
    'leaves one effect and one answer when its COMMIT %s',
    async (fate) => {
      const { proxy, book } = await throughProxy()
      const fates = [fate]
      proxy.decideCommits(() => fates.shift() ?? 'passes')

      const answer = await book.post(paying('lost', '1.00'))

      expect(fates).toEqual([])
      expect(answer.replayed).toBe(fate === 'lands')
      expect(await theirs.post(paying('lost', '1.00'))).toEqual({ ...answer, replayed: true })
      expect(await posted('alice')).toEqual(zar('3.00'))
    },
  )

  it.each([20, 300, 1_000])(
    'leaves one effect and one answer when it is cut after %i bytes',
    async (bytes) => {
      const { proxy, book } = await throughProxy()

      proxy.cutAfter(bytes, 'to-server')
      const posting = book.post(paying('lost', '1.00'))
      await waitFor(() => proxy.openConnections === 0, { within: 5_000 })
      proxy.restore()

      const answer = await posting
      expect(answer.replayed).toBe(false)
      expect(await theirs.post(paying('lost', '1.00'))).toEqual({ ...answer, replayed: true })
      expect(await posted('alice')).toEqual(zar('3.00'))
    },
  )
})

async function holdThatExpires(book: Book): Promise<void> {
  const expiresAt = new Date(Date.now() + 500)
  await book.holds.place({ key: 'h', account: 'alice', amount: zar('3.00'), expiresAt })
  await waitFor(() => Date.now() > expiresAt.getTime(), { what: 'the hold to expire' })
}

async function inHost(end: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const host = await connect()
  await host.query('BEGIN')
  await other.using(fromPg(host)).book(theirs.name).post(paying('host', '3.00'))
  await host.query(end)
}

/** The last post is as if it had never been, as after a failover that lost it, and another has its place. */
async function restoreAndGoOn(): Promise<void> {
  const client = await connect()
  await client.query("BEGIN; SET LOCAL session_replication_role = 'replica'")
  for (const statement of takeBack) await client.query(statement, [theirs.name])
  await client.query('COMMIT')
  await theirs.post(paying('instead', '2.00'))
}

const ofFirst = `
  book_id = (SELECT id FROM ledger.book WHERE code = $1)
  AND journal_id = (
    SELECT key.journal_id
    FROM ledger.key
    WHERE key.book_id = (SELECT id FROM ledger.book WHERE code = $1)
      AND key.key = 'first'
  )`

const takeBack = [
  `
WITH entry AS (DELETE FROM ledger.entry WHERE ${ofFirst} RETURNING *),
standing AS (
  DELETE FROM ledger.standing
  USING entry
  WHERE standing.account_id = entry.account_id
    AND standing.version = entry.version
)
UPDATE ledger.account
SET
  posted = account.posted + CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END,
  version = account.version - 1,
  entry_count = account.entry_count - 1
FROM entry
WHERE account.id = entry.account_id`,
  `DELETE FROM ledger.journal WHERE book_id = (SELECT id FROM ledger.book WHERE code = $1) AND key = 'first'`,
  `DELETE FROM ledger.key WHERE book_id = (SELECT id FROM ledger.book WHERE code = $1) AND key = 'first'`,
]
