import { fakeClock, useDatabase } from '@evenkeel/test-support'
import { describe } from 'vitest'
import { createLedger, type LedgerOptions } from '../../../src/index.ts'
import { fromPg } from '../../../src/pg/index.ts'
import { postgresContents } from '../../../src/testing/index.ts'
import { conformance } from '../../conformance/index.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { onClock } from './moved-clock.ts'

/** Every promise of a ledger, asked of one in PostgreSQL. A file for each isolation, so that they run side by side. */
export async function conformsUnder(isolation: NonNullable<LedgerOptions['isolation']>): Promise<void> {
  const { pool } = await useDatabase(ledgerSchema)

  describe(`a ledger in PostgreSQL, ${isolation}`, () => {
    conformance(async (options = {}) => {
      const clock = fakeClock()
      const ledger = createLedger({ pool: onClock(pool, clock), clock, isolation, ...options })
      return { ledger, clock, contents: (book) => postgresContents(fromPg(pool), book) }
    })
  })
}
