// The published package can be imported, and its types can be found.
import assert from 'node:assert/strict'
import * as door from '@evenkeel/local-postgres'

assert.equal(typeof door, 'object')
