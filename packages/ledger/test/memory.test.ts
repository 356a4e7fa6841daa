import { fakeClock } from '@evenkeel/test-support'
import { describe } from 'vitest'
import { memoryContents, memoryLedger } from '../src/testing/index.ts'
import { conformance } from './conformance/index.ts'

describe('a ledger in memory', () => {
  conformance(async (options = {}) => {
    const clock = fakeClock()
    const ledger = memoryLedger({ clock, ...options })
    return { ledger, clock, contents: async (book) => memoryContents(ledger.books, book) }
  })
})
