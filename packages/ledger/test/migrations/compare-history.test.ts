import { assert, integer, nat, property } from 'fast-check'
import { expect, it } from 'vitest'
import { compareHistory } from '../../src/migrations/compare-history.ts'
import type { AppliedMigration, Migration } from '../../src/migrations/index.ts'
import { shopSet } from './fixtures/migration-set.ts'

const set = shopSet(Array.from({ length: 9 }, (_, index) => `SELECT ${index}`))
const history = set.migrations.map(applied)

it('finds exactly the files after the last one applied', async () => {
  await assert(
    property(nat(9), (count) => {
      const { pending, refusal } = compareHistory(set, history.slice(0, count))

      expect(refusal).toBeUndefined()
      expect(pending).toEqual(set.migrations.slice(count))
    }),
  )
})

it('refuses a database that knows more files than the package, and says which side to upgrade', async () => {
  await assert(
    property(nat(8), (known) => {
      const older = { ...set, migrations: set.migrations.slice(0, known) }

      const { pending, refusal } = compareHistory(older, history)

      expect(pending).toEqual([])
      expect(refusal?.code).toBe('database_newer')
      expect(refusal?.message).toMatch(/Upgrade the package/)
    }),
  )
})

it('refuses an applied file whose text or name has changed, wherever it stands', async () => {
  await assert(
    property(nat(8), integer({ min: 0, max: 1 }), (changed, what) => {
      const other = what === 0 ? { sha256: 'f'.repeat(64) } : { name: 'another' }
      const applied = history.map((row, index) => (index === changed ? { ...row, ...other } : row))

      const { pending, refusal } = compareHistory(set, applied)

      expect(pending).toEqual([])
      expect(refusal?.code).toBe('migration_changed')
    }),
  )
})

it('refuses a history from which a row was removed', async () => {
  await assert(
    property(nat(7), (removed) => {
      const { refusal } = compareHistory(
        set,
        history.filter((_, index) => index !== removed),
      )

      expect(refusal?.code).toBe('history_broken')
    }),
  )
})

function applied({ id, name, sha256 }: Migration): AppliedMigration {
  return {
    id,
    name,
    sha256,
    appliedAt: new Date(0),
    appliedBy: 'ann',
    durationMs: 1,
    packageVersion: '1.0.0',
  }
}
