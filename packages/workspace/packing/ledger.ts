// What a user of the published package writes first: value moves, once however often it is asked, and what a rule
// rejects is an error of ours, recognised by its family and code.
import assert from 'node:assert/strict'
import { credit, currency, debit, isLedgerError } from '@evenkeel/ledger'
import { assertInvariants, memoryContents, memoryLedger } from '@evenkeel/ledger/testing'

const zar = currency('ZAR')
const ledger = memoryLedger()
const main = ledger.book('main')
await main.accounts.open({ code: 'bank', type: 'asset', currency: 'ZAR' })
await main.accounts.open({ code: 'alice', type: 'liability', currency: 'ZAR' })

const deposit = {
  key: 'deposit:1',
  kind: 'deposit',
  entries: [debit('bank', zar('100.00')), credit('alice', zar('100.00'))],
}
const first = await main.post(deposit)
assert.deepEqual(await main.post(deposit), { ...first, replayed: true })

const { hold } = await main.holds.place({ key: 'payout:1', account: 'alice', amount: zar('30.00') })
await main.holds.capture({ key: 'payout:1:paid', hold: hold.id, to: [['bank', zar('30.00')]] })
const { balance } = await main.accounts.get('alice')
assert.deepEqual(balance.usable, zar('70.00'))

const thrown: unknown = await main
  .reverse({ key: 'oops:1', journal: first.journal.id })
  .catch((error: unknown) => error)
assert.ok(isLedgerError(thrown))
assert.equal(thrown.family, 'RejectedError')
assert.equal(thrown.code, 'insufficient_funds')
assert.equal(thrown.details['usable'], '7000')
assert.equal(isLedgerError(new Error('somebody else')), false)

assertInvariants(memoryContents(ledger.books, 'main'))
