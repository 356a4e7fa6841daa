import { fakeClock, samples, useDatabase } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { verifyBooks } from '../../src/auditing/index.ts'
import { exportBook } from '../../src/export/index.ts'
import { createLedger } from '../../src/index.ts'
import { fromPg, fromPgPool } from '../../src/pg/index.ts'
import { postgresContents } from '../../src/testing/index.ts'
import { checkInvariants } from '../../src/verify/check-invariants.ts'
import { currencies, emptyModel } from '../model/model.ts'
import { opening } from '../model/opening.ts'
import { runsOf } from '../model/runs.ts'
import { Call } from '../model/steps.ts'
import { onClock } from '../postgres/support/moved-clock.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { installed, judge } from './support/accounting-programs.ts'
import { auditedBook } from './support/audited-ledger.ts'
import { tamperable } from './support/tamperable.ts'

const timeout = 3_600_000
const { pool } = await useDatabase(ledgerSchema)
const connections = fromPgPool(pool)

it('verifies any book, and so do programs of others, however its amounts and words are', {
  timeout,
}, async () => {
  let books = 0
  const run = fc.asyncProperty(runsOf(40), async (steps) => {
    books += 1
    const clock = fakeClock()
    const ledger = createLedger({ pool: onClock(pool, clock), clock, currencies })
    const model = emptyModel(`random-${books}`, clock.now())
    const real = {
      ledger,
      clock,
      contents: (book: string) => postgresContents(fromPg(pool), book),
      tally: new Map(),
    }
    for (const request of opening) await new Call(() => request, false).run(model, real)
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await ledger.close()

    const { findings } = await verifyBooks(connections, { books: [model.book], sliceRows: 7 })
    expect(findings).toEqual([])
    for (const program of installed) {
      let text = ''
      const write = (piece: string): void => {
        text += piece
      }
      await exportBook(connections, { book: model.book, format: program.format, write })
      expect(await judge(program, text), text).toBeNull()
    }
  })

  await fc.assert(run, { numRuns: samples({ quick: 4, long: 100 }) })
})

// Any one number of any one row, by one more: the checker in SQL must not be kinder than the one that holds a whole
// book in its hands and counts everything again.
const numbers: readonly (readonly [table: string, column: string])[] = [
  ['account', 'posted'],
  ['account', 'held'],
  ['account', 'version'],
  ['account', 'entry_count'],
  ['account', 'floor'],
  ['entry', 'amount'],
  ['entry', 'posted'],
  ['entry', 'held'],
  ['entry', 'version'],
  ['hold', 'amount'],
  ['hold', 'captured'],
  ['hold_event', 'amount'],
  ['hold_event', 'posted'],
  ['hold_event', 'held'],
  ['hold_event', 'version'],
  ['journal', 'entry_count'],
]

it('comes to the same verdict as the checker of whole books, whichever number is changed', {
  timeout,
}, async () => {
  await auditedBook(pool, 'main')
  const { corrupt, restore } = await tamperable(pool)
  const change = fc.record({
    number: fc.constantFrom(...numbers),
    row: fc.nat(30),
    by: fc.constantFrom(1, -1, 100),
  })
  const run = fc.asyncProperty(change, async ({ number: [table, column], row, by }) => {
    const isChanged = await corrupt(`
UPDATE ledger.${table} AS corrupted
SET ${column} = ${column} + ${by}
WHERE ctid = (
  SELECT ctid
  FROM ledger.${table}
  WHERE book_id = (SELECT id FROM ledger.book WHERE code = 'main')
  ORDER BY ctid
  OFFSET ${row} % (SELECT count(*) FROM ledger.${table} WHERE book_id = (SELECT id FROM ledger.book WHERE code = 'main'))
  LIMIT 1
)`).then(
      () => true,
      // A constraint has refused it, which is as good as being found.
      () => false,
    )
    if (!isChanged) return
    const bySql = await verifyBooks(connections, { books: ['main'] })
    const byContents = checkInvariants(await postgresContents(fromPg(pool), 'main'))
    await restore()

    const wrong = new Set(bySql.findings.map(({ invariant }) => invariant))
    expect(
      [...new Set(byContents.map(({ invariant }) => invariant))].filter((one) => !wrong.has(one)),
    ).toEqual([])
    expect(bySql.verifies).toBe(byContents.length === 0)
  })

  await fc.assert(run, { numRuns: samples({ quick: 40, long: 1_000 }) })
})
