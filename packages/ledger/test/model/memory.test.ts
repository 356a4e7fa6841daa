import { fakeClock } from '@evenkeel/test-support'
import { describe } from 'vitest'
import { memoryContents, memoryLedger } from '../../src/testing/index.ts'
import type { OpenLedger } from '../support/open-ledger.ts'
import { testAgainstModel, testReach } from './ledger-model.ts'

describe('a ledger in memory', () => {
  const open: OpenLedger = async (options = {}) => {
    const clock = fakeClock()
    const ledger = memoryLedger({ clock, ...options })
    return { ledger, clock, contents: async (book) => memoryContents(ledger.books, book) }
  }

  testAgainstModel(open, { quick: 80, long: 2_000 })
  testReach(open)
})
