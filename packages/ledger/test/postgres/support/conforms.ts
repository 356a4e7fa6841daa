import { fakeClock, useDatabase } from '@evenkeel/test-support'
import { afterAll, describe } from 'vitest'
import { createLedger, type LedgerOptions } from '../../../src/index.ts'
import { fromPg } from '../../../src/pg/index.ts'
import { postgresContents } from '../../../src/testing/index.ts'
import { conformance } from '../../conformance/index.ts'
import { ledgerSchema } from '../../support/ledger-schema.ts'
import { onClock } from './moved-clock.ts'
import { createRoles } from './roles.ts'

/**
 * Every promise of a ledger, asked of one in PostgreSQL that works with the rights of the application's role and no
 * others, and read with those of the auditor's. A file for each isolation, so that they run side by side.
 */
export async function conformsUnder(
  settings: Pick<LedgerOptions, 'isolation' | 'groupCommit'>,
): Promise<void> {
  const { application, auditor, drop } = await createRoles(await useDatabase(ledgerSchema))
  afterAll(drop)

  describe(`a ledger in PostgreSQL, ${settings.isolation}`, () => {
    conformance(async (options = {}) => {
      const clock = fakeClock()
      const ledger = createLedger({ pool: onClock(application, clock), clock, ...settings, ...options })
      return { ledger, clock, contents: (book) => postgresContents(fromPg(auditor), book) }
    })
  })
}
