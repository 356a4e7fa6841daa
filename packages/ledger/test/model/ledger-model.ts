import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { errorCodes } from '../../src/index.ts'
import { assertInvariants } from '../../src/testing/index.ts'
import type { OpenLedger } from '../support/open-ledger.ts'
import { currencies, emptyModel, type Model } from './model.ts'
import { opening } from './opening.ts'
import { runsOf } from './runs.ts'
import type { Came } from './settle.ts'
import { Call, type Real } from './steps.ts'

const timeout = 3_600_000
let books = 0

/** Holds any ledger against the model, in random runs. */
export function testAgainstModel(
  open: OpenLedger,
  runs: { readonly quick: number; readonly long: number },
): void {
  it('agrees with a bookkeeper who counts everything again, whatever is asked in whatever order', {
    timeout,
  }, async () => {
    const run = fc.asyncProperty(runsOf(60), (steps) => agree(open, steps, new Map()))

    await fc.assert(run, { numRuns: samples(runs) })
  })
}

/** Proves that the random runs are worth something: they get into every kind of trouble there is. */
export function testReach(open: OpenLedger): void {
  it('meets in such runs every rejection there is, and agrees', async () => {
    const tally = new Map<Came, number>()
    const run = fc.asyncProperty(runsOf(80), (steps) => agree(open, steps, tally))

    await fc.assert(run, { numRuns: 80, seed: 20_261_121 })

    const total = sum(tally.values())
    const rejected = sum(errorCodes.RejectedError.map((code) => tally.get(code) ?? 0))
    expect(errorCodes.RejectedError.filter((code) => !tally.has(code))).toEqual([])
    expect(total).toBeGreaterThan(2_000)
    expect(rejected / total).toBeGreaterThan(0.15)
    expect((tally.get('accepted') ?? 0) / total).toBeGreaterThan(0.3)
    for (const came of otherAnswers) expect([...tally.keys()]).toContain(came)
  })
}

/** What a run can come to besides success and the rejections. */
const otherAnswers: readonly Came[] = [
  'replayed',
  'key_reused',
  'account_differs',
  // A book that is not there is a finding of those who read whole books.
  ...errorCodes.NotFoundError.filter((code) => code !== 'book_not_found'),
  'invalid_input',
  'invalid_amount',
  'currency_mismatch',
  'unknown_currency',
  'journal_unbalanced',
]

async function agree(
  open: OpenLedger,
  steps: Iterable<fc.AsyncCommand<Model, Real>>,
  tally: Map<Came, number>,
): Promise<void> {
  const tried = await open({ currencies })
  books += 1
  // Where all runs share a database, each has a book of its own.
  const model = emptyModel(`run-${books}`, tried.clock.now())
  const start = { model, real: { ...tried, tally } }
  for (const request of opening)
    await new Call(() => request, false).run(model, { ...tried, tally: new Map() })
  await fc.asyncModelRun(() => start, steps)
  assertInvariants(await tried.contents(model.book))
}

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((total, count) => total + count, 0)
}
