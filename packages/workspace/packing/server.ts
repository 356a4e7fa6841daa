// The published package can be imported, and its types can be found.
import assert from 'node:assert/strict'
import * as door from '@evenkeel/server'

assert.equal(typeof door, 'object')
