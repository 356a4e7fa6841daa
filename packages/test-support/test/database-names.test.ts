import { assert, integer, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { samples } from '../src/index.ts'
import { runOf, templateName, testDatabaseName } from '../src/postgres/database-names.ts'

const numRuns = samples({ quick: 200, long: 20_000 })
const runs = integer({ min: 0, max: 2 ** 31 - 1 })

it('finds the run in the name of every test database', async () => {
  await assert(
    property(runs, string(), (run, subject) => {
      expect(runOf(testDatabaseName({ run, subject }))).toBe(run)
    }),
    { numRuns },
  )
})

it('makes names that PostgreSQL neither cuts nor folds', async () => {
  await assert(
    property(runs, string(), string(), (run, subject, fingerprint) => {
      for (const name of [testDatabaseName({ run, subject }), templateName({ name: subject, fingerprint })]) {
        expect(name).toMatch(/^[a-z0-9_]{1,63}$/)
      }
    }),
    { numRuns },
  )
})

it('gives two databases of one file two names', () => {
  const asked = { run: 1, subject: 'posting' }

  expect(testDatabaseName(asked)).not.toBe(testDatabaseName(asked))
})

it('gives a schema another template when its fingerprint changes', () => {
  const before = templateName({ name: 'ledger', fingerprint: '1' })

  expect(templateName({ name: 'ledger', fingerprint: '1' })).toBe(before)
  expect(templateName({ name: 'ledger', fingerprint: '2' })).not.toBe(before)
})

it.each(['postgres', 'evenkeel_template_ledger_0123456789abcdef', 'my_evenkeel_test_00000001_x'])(
  'claims no run for %s',
  (name) => {
    expect(runOf(name)).toBeUndefined()
  },
)
