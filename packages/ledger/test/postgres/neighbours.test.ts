import { samples, useDatabase } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { type Book, createLedger, isLedgerError, type PostJournal } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, memoryContents, memoryLedger, postgresContents } from '../../src/testing/index.ts'
import { toText } from '../model/request.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

// Calls that come together share a transaction. Whatever the others are (refused, malformed, repeated, too large, or
// such that PostgreSQL throws the whole transaction out), each is told what it would have been told alone.

const { pool } = await useDatabase(ledgerSchema)
// Nothing that the rules let through is refused by PostgreSQL, so the test has it refuse one kind of journal.
await pool.query(`
  CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'This journal is poison.';
  END $$;
  CREATE TRIGGER refuse_poison BEFORE INSERT ON ledger.journal
    FOR EACH ROW WHEN (NEW.kind = 'poison') EXECUTE FUNCTION refuse_poison();`)

type Call = (book: Book) => Promise<unknown>

const key = fc.integer({ min: 0, max: 15 }).map((n) => `k${n}`)
const accounts = ['alice', 'bob', 'carol', 'nobody']
const journal = fc.record({
  key,
  kind: fc.constantFrom('x', 'y'),
  entries: fc
    .tuple(fc.shuffledSubarray(accounts, { minLength: 2, maxLength: 2 }), fc.integer({ min: 1, max: 400 }))
    .map(([[from = '', to = ''], cents]) => transfer(from, to, zar.minor(BigInt(cents)))),
})
const journals = fc.array(journal, { minLength: 1, maxLength: 5 })

const post = journal.map(
  (one): Call =>
    (book) =>
      book.post(one),
)
const hold = fc
  .record({ key, account: fc.constantFrom(...accounts), amount: fc.constantFrom(zar('0.01'), zar('3.00')) })
  .map(
    (one): Call =>
      (book) =>
        book.holds.place(one),
  )
const atomic = journals.map(
  (many): Call =>
    (book) =>
      book.post(many, { mode: 'atomic' }),
)
const independent = journals.map(
  (many): Call =>
    (book) =>
      book.post(many, { mode: 'independent' }),
)
const malformed = journal.map(
  (one): Call =>
    (book) =>
      book.post({ ...one, kind: 'Not a kind' }),
)
const oversized = fc.constantFrom(
  ...[
    (one: PostJournal): Call =>
      (book) =>
        book.post(
          Array.from({ length: 1_001 }, () => one),
          { mode: 'independent' },
        ),
    (one: PostJournal): Call =>
      (book) =>
        book.post({ ...one, entries: Array.from({ length: 501 }, () => one.entries).flat() }),
    (one: PostJournal): Call =>
      (book) =>
        book.post({ ...one, metadata: { note: 'x'.repeat(16_385) } }),
  ],
)
const tooLarge = fc.tuple(oversized, journal).map(([make, one]) => make(one))

const call = fc.oneof(
  { weight: 8, arbitrary: post },
  { weight: 3, arbitrary: hold },
  { weight: 2, arbitrary: atomic },
  { weight: 2, arbitrary: independent },
  { weight: 1, arbitrary: malformed },
  { weight: 1, arbitrary: tooLarge },
)
/** Where among the calls the poisonous ones come. Each has a key of its own. */
const poison = fc.array(fc.nat({ max: 40 }), { maxLength: 3 })

const ledger = createLedger({ pool, groupCommit: { mostInFlight: 1 } })
afterAll(() => ledger.close())
let runs = 0

it('is told what it would have been told alone, whatever shares its transaction', {
  timeout: 3_600_000,
}, async () => {
  const property = fc.asyncProperty(
    fc.array(call, { minLength: 1, maxLength: 40, size: 'max' }),
    poison,
    async (calls, places) => {
      runs += 1
      const [memory, book] = [memoryLedger(), ledger.book(`run-${runs}`)]
      const alone = memory.book(book.name)
      const opening = { alice: zar('9.00'), bob: zar('3.00'), carol: zar('0.00'), mallory: zar('1.00') }
      for (const each of [alone, book]) await openWith(each, opening)

      const expected: string[] = []
      for (const each of calls) expected.push(await toldBy(each(alone)))
      const poisoned = Array.from(calls, (each, i): Promise<string>[] => [
        ...places.filter((place) => place === i).map((_, n) => toldBy(postPoison(book, `poison ${i} ${n}`))),
        toldBy(each(book)),
      ])
      const told = await Promise.all(poisoned.flat())

      expect(told.filter((one) => !one.includes('This journal is poison.'))).toEqual(expected)
      expect(told).toHaveLength(poisoned.flat().length)
      const contents = await postgresContents(fromPg(pool), book.name)
      assertInvariants(contents)
      expect(contents.keys.map((kept) => kept.key)).toEqual(
        memoryContents(memory.books, book.name).keys.map((kept) => kept.key),
      )
    },
  )

  await fc.assert(property, { numRuns: samples({ quick: 25, long: 500 }) })
})

function postPoison(book: Book, poisonKey: string): Promise<unknown> {
  // From an account that nobody else spends from: what a rule refuses never comes to PostgreSQL.
  const entries = transfer('mallory', 'bob', zar('0.01'))
  return book.post({ key: poisonKey, kind: 'poison', entries, metadata: {} })
}

/** What a caller is told, but for ids and instants, which differ from ledger to ledger. */
async function toldBy(answering: Promise<unknown>): Promise<string> {
  const told = await answering.catch((error: unknown) =>
    isLedgerError(error)
      ? {
          code: error.code,
          message: error.message,
          details: error.details,
          replayed: Reflect.get(error, 'replayed'),
        }
      : String(error),
  )
  return toText(told)
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant')
}
