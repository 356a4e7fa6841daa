import * as fc from 'fast-check'
import { it } from 'vitest'
import { fakeClock } from '@evenkeel/test-support'
import { memoryContents, memoryLedger } from '../../src/testing/index.ts'
import { runsOf } from './runs.ts'
import * as m from './ledger-model.ts'
it('x', async () => {
  const tally = new Map()
  const run = fc.asyncProperty(runsOf(80), (steps) => (m as any).agree(async (options = {}) => {
    const clock = fakeClock()
    const ledger = memoryLedger({ clock, ...options })
    return { ledger, clock, contents: async (book: string) => memoryContents(ledger.books, book) }
  }, steps, tally))
  await fc.assert(run, { numRuns: 100, seed: 20_261_121 })
  console.log([...tally].sort((a,b)=>b[1]-a[1]))
})
