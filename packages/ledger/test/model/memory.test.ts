import { fakeClock } from '@evenkeel/test-support'
import { describe } from 'vitest'
import { memoryContents, memoryLedger } from '../../src/testing/index.ts'
import { testAgainstModel } from './ledger-model.ts'

describe('a ledger in memory', () => {
  testAgainstModel(async (options = {}) => {
    const clock = fakeClock()
    const ledger = memoryLedger({ clock, ...options })
    return { ledger, clock, contents: async (book) => memoryContents(ledger.books, book) }
  })
})
