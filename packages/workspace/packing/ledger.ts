// What a user of the published package writes first: an error of ours, recognised by its family and code.
import assert from 'node:assert/strict'
import { type ErrorCode, isLedgerError, RejectedError } from '@evenkeel/ledger'

const code: ErrorCode<'RejectedError'> = 'insufficient_funds'
const thrown: unknown = new RejectedError(code, 'Account 1 has 100 usable, 200 needed.', { usable: '100' })

assert.ok(isLedgerError(thrown))
assert.equal(thrown.family, 'RejectedError')
assert.equal(thrown.code, 'insufficient_funds')
assert.equal(thrown.details['usable'], '100')
assert.equal(isLedgerError(new Error('somebody else')), false)
