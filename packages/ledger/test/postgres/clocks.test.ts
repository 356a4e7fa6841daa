import { useDatabase, waitFor } from '@evenkeel/test-support'
import { beforeEach, expect, it } from 'vitest'
import { type Book, createLedger } from '../../src/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'

// The conformance suite moves a clock of its own. This is the clock that counts: the database's, which nobody moves. A
// step back is shown from the other side, by an account that was last written an hour from now.

const { pool, connect } = await useDatabase(ledgerSchema)
const ledger = createLedger({ pool })
let main: Book
let round = 0

beforeEach(async () => {
  round += 1
  main = ledger.book(`clock-${round}`)
  await openWith(main, { alice: zar('5.00'), bob: zar('0.00') })
})

it('tells the time after it has the locks: a hold that expires while a write waits is expired for it', async () => {
  const { hold } = await main.holds.place({
    key: 'h',
    account: 'alice',
    amount: zar('5.00'),
    expiresIn: '1s',
  })
  const expiresAt = Date.parse(hold.expiresAt ?? '')
  const blocker = await connect()
  await blocker.query('BEGIN')
  await blocker.query("SELECT FROM ledger.account WHERE code = 'alice' FOR UPDATE")

  const posting = main.post({ key: 'p', kind: 'x', entries: transfer('alice', 'bob', zar('5.00')) })
  await waitFor(isBlocked, { what: 'the post to wait for the lock' })
  await waitFor(() => Date.now() > expiresAt, { what: 'the hold to expire' })
  await blocker.query('COMMIT')

  const { journal } = await posting
  expect(Date.parse(journal.recordedAt)).toBeGreaterThanOrEqual(expiresAt)
  expect(await main.holds.get(hold.id)).toMatchObject({ status: 'expired', endedAt: hold.expiresAt })
})

it('never goes back on an account, though the clock does', async () => {
  const inAnHour = await lastWrittenInAnHour('alice')

  const { journal } = await main.post({ key: 'p', kind: 'x', entries: transfer('alice', 'bob', zar('1.00')) })
  const { journal: later } = await main.post({
    key: 'q',
    kind: 'x',
    entries: transfer('bob', 'alice', zar('1.00')),
  })

  expect(journal.recordedAt).toBe(inAnHour)
  expect(later.recordedAt).toBe(inAnHour)
})

it('revives no hold when the clock goes back, neither for readers nor for writers', async () => {
  const expiresAt = new Date(Date.now() + 60_000)
  const { hold } = await main.holds.place({ key: 'h', account: 'alice', amount: zar('5.00'), expiresAt })
  await lastWrittenInAnHour('alice')

  const read = await main.holds.get(hold.id)
  const { balance } = await main.accounts.get('alice')
  const capturing = main.holds.capture({ key: 'c', hold: hold.id, to: [['bob', zar('5.00')]] })

  await expect(capturing).rejects.toMatchObject({ code: 'hold_ended' })
  expect(read.status).toBe('expired')
  expect(balance.usable).toEqual(zar('5.00'))
})

/** As if the clock had been an hour ahead when the account was last written. */
async function lastWrittenInAnHour(code: string): Promise<string> {
  const at = new Date(Date.now() + 3_600_000)
  await pool.query('UPDATE ledger.account SET changed_at = $1 WHERE code = $2', [at, code])
  return at.toISOString()
}

async function isBlocked(): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  )
  return rowCount === 1
}
