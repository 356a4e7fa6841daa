import { fakeClock, useDatabase } from '@evenkeel/test-support'
import { describe } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { postgresContents } from '../../src/testing/index.ts'
import { testAgainstModel } from '../model/ledger-model.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { onClock } from './support/moved-clock.ts'
import { rememberingLedger } from './support/remembering-ledger.ts'

const { pool } = await useDatabase(ledgerSchema)

describe('a ledger in PostgreSQL', () => {
  testAgainstModel(
    async (options = {}) => {
      const clock = fakeClock()
      const ledger = createLedger({ pool: onClock(pool, clock), clock, ...options })
      return { ledger, clock, contents: (book) => postgresContents(fromPg(pool), book) }
    },
    { quick: 3, long: 200 },
  )
})

describe('three processes that write behind one another, each of which remembers the accounts', () => {
  testAgainstModel(
    async (options = {}) => {
      const clock = fakeClock()
      const ledger = rememberingLedger(onClock(pool, clock), { clock, processes: 3, ...options })
      return { ledger, clock, contents: (book) => postgresContents(fromPg(pool), book) }
    },
    { quick: 3, long: 200 },
  )
})
