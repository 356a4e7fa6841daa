import { useDatabase } from '@evenkeel/test-support'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLedger } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import {
  assertInvariants,
  inRolledBackTransaction,
  type Played,
  playScenario,
  postgresContents,
  scenarios,
} from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { chart } from './chart.ts'

const { pool } = await useDatabase(ledgerSchema)
const ledger = createLedger({ pool })

async function booksLeft(): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM ledger.book')
  return rows[0]?.count ?? 0
}

it('plays scenarios on the real database and leaves nothing of them', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios(fc, chart, { steps: 20 }), async (scenario) => {
      const played = await inRolledBackTransaction(pool, async (client): Promise<readonly Played[]> => {
        const outcomes = await playScenario(ledger.using(fromPg(client)).book('main', chart), scenario)
        assertInvariants(await postgresContents(fromPg(client), 'main'))
        return outcomes
      })

      expect(played).toHaveLength(scenario.steps.length)
    }),
    { numRuns: 20 },
  )
  expect(await booksLeft()).toBe(0)
})

it('leaves nothing of a test that fails, and fails as the test did', async () => {
  const failure = new Error('The test failed.')

  const run = inRolledBackTransaction(pool, async (client) => {
    const main = ledger.using(fromPg(client)).book('main')
    await main.accounts.open({ code: 'bank', type: 'asset', currency: 'ZAR' })
    throw failure
  })

  await expect(run).rejects.toBe(failure)
  expect(await booksLeft()).toBe(0)
})

it('gives back a good connection after a test whose statement failed', async () => {
  const run = inRolledBackTransaction(pool, (client) => client.query('SELECT 1 / 0'))

  await expect(run).rejects.toThrow('division by zero')
  expect(await inRolledBackTransaction(pool, async () => 'done')).toBe('done')
})

it('tells a test that has committed', async () => {
  const run = inRolledBackTransaction(pool, (client) => client.query('COMMIT'))

  await expect(run).rejects.toThrow('The test ended the transaction that was to be rolled back')
})
