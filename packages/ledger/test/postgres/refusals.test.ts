import { useDatabase } from '@evenkeel/test-support'
import type { Pool } from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { journalByHand } from './support/journal-by-hand.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { againstRules, evenToOwner, withoutRight } from './support/refusals.ts'
import { createRoles } from './support/roles.ts'

// What PostgreSQL answers to whoever goes around the ledger, with psql or by a bug. The application's role has the rights
// that the ledger needs and no other; the owner of the tables has all of them, and is refused all the same.

const database = await useDatabase(ledgerSchema)
const { pool: owner } = database
const { application, drop } = await createRoles(database)
afterAll(drop)

const ledger = createLedger({ pool: application })
const main = ledger.book('main')
await openWith(main, { alice: zar('100.00'), bob: zar('0.00') })
await main.accounts.open({ code: 'dollars', type: 'asset', currency: 'USD' })
await main.accounts.open({ code: 'shut', type: 'liability', currency: 'ZAR' })
await main.accounts.close({ key: 'shut', account: 'shut' })
await ledger.book('other').accounts.open({ code: 'elsewhere', type: 'liability', currency: 'ZAR' })
const gift = { kind: 'gift', reference: 'birthday', entries: transfer('alice', 'bob', zar('1.00')) }
const { journal } = await main.post({ key: 'gift', ...gift })
await main.reverse({ key: 'back', journal: journal.id })
const open = await main.holds.place({ key: 'open', account: 'alice', amount: zar('30.00') })
await main.holds.capture({ key: 'part', hold: open.hold.id, to: [['bob', zar('10.00')]] })
const ended = await main.holds.place({ key: 'ended', account: 'alice', amount: zar('5.00') })
await main.holds.void({ key: 'void', hold: ended.hold.id })
const contents = await postgresContents(fromPg(owner), 'main')

afterEach(async () => {
  expect(await postgresContents(fromPg(owner), 'main')).toEqual(contents)
})

it('keeps books that are in order', () => {
  assertInvariants(contents)
})

it('takes a journal by hand that is right in every way, from the application and from the owner', async () => {
  await expect(tried(application, journalByHand())).resolves.toBe('INSERT')
  await expect(tried(owner, journalByHand())).resolves.toBe('INSERT')
})

describe('the application cannot, for want of a right,', () => {
  it.each(withoutRight)('%s', async (_, sql, refused) => {
    await expect(tried(application, sql)).rejects.toMatchObject(refused)
  })
})

describe('the application has the right to write, and still cannot', () => {
  it.each(againstRules)('%s', async (_, sql, refused) => {
    await expect(tried(application, sql)).rejects.toMatchObject(refused)
  })
})

describe('even the owner cannot', () => {
  it.each(evenToOwner)('%s', async (_, sql, refused) => {
    await expect(tried(owner, sql)).rejects.toMatchObject(refused)
  })
})

/** What one statement comes to, in a transaction that is taken back whatever it comes to. */
async function tried(pool: Pool, sql: string): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    return (await client.query(sql)).command
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}
