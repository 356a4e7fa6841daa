import { type CommitFate, faultProxy, samples, useDatabase, waitFor } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { Pool } from 'pg'
import { afterAll, afterEach, expect, it } from 'vitest'
import { createLedger, UnavailableError } from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents } from '../../src/testing/index.ts'
import { perform, textOf } from '../model/request.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { acts, performOrDoubt, prepareCalls } from './support/mixed-calls.ts'
import { someoneWaits } from './support/someone-waits.ts'

// A COMMIT that is sent and not answered has landed, or will never arrive, or arrives later. Nobody can tell which by
// looking, so the ledger finds out by asking again under the same keys; these rounds hold its answers against the truth.

const { pool, url } = await useDatabase(ledgerSchema)
const proxy = await faultProxy({ port: Number(new URL(url).port) })
const through = new Pool({ connectionString: proxy.urlFor(url), max: 6 })
through.on('error', () => undefined)
const direct = createLedger({ pool })

afterEach(() => proxy.restore())
afterAll(async () => {
  await Promise.all([direct.close(), through.end()])
  await proxy.close()
})

/** When a COMMIT that is late arrives: at once, while somebody waits for it, or when all callers have given up. */
const arrivals = ['at once', 'awaited', 'given up'] as const
type Arrival = (typeof arrivals)[number]

const fate = fc.constantFrom<CommitFate>('passes', 'lands', 'never-arrives', 'arrives-late')
const round = fc.record({
  calls: fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 24, size: 'max' }),
  fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
  arrival: fc.constantFrom(...arrivals),
  /** Calls in a batch: with few, several batches are lost in one round. */
  mostCommands: fc.constantFrom(1, 3, 256),
})

const timeout = 3_600_000
let rounds = 0

it('never tells a caller anything but the truth, whatever becomes of the COMMIT', { timeout }, async () => {
  const met = new Map<string, number>()
  const count = (what: string): unknown => met.set(what, (met.get(what) ?? 0) + 1)

  const property = fc.asyncProperty(round, async ({ calls, fates, arrival, mostCommands }) => {
    rounds += 1
    const truth = direct.book(`round-${rounds}`)
    const { requests, expectEachOnce } = await prepareCalls(truth, calls)
    const ledger = createLedger({ pool: through, groupCommit: { mostCommands } })
    const book = ledger.book(truth.name)
    const left = [...fates]
    proxy.decideCommits(() => {
      const next = left.shift() ?? 'passes'
      if (next !== 'passes') count(next)
      return next
    })

    const deadlineMs = arrival === 'given up' ? 300 : 30_000
    const answering = Promise.all(requests.map((each) => performOrDoubt(book, each, { deadlineMs })))
    const answers = await deliveredOn(arrival, answering)
    // Whoever was left in doubt asks again, while the lost COMMIT may still be on its way.
    const asking = Promise.all(requests.map((each) => perform(truth, each)))
    proxy.restore()
    const again = await asking
    await ledger.close()

    for (const [i, answer] of answers.entries()) {
      const now = again[i]
      expect(now).toMatchObject({ ok: true })
      // Doubt is for those whose deadline has passed.
      if (arrival !== 'given up') expect(answer).toMatchObject({ ok: true })
      if (now === undefined) continue
      if (answer.ok) {
        count('answered')
        expect({ replayed: now.replayed, text: textOf(now) }).toEqual({
          replayed: true,
          text: textOf(answer),
        })
      } else if (answer.error instanceof UnavailableError) {
        count(answer.error.outcome)
        if (answer.error.outcome === 'not_written') expect(now.replayed).toBe(false)
      }
    }
    await expectEachOnce()
    assertInvariants(await postgresContents(fromPg(pool), truth.name))
  })

  await fc.assert(property, { numRuns: samples({ quick: 30, long: 1_000 }) })

  process.stderr.write(
    `Lost commits and what their callers were told: ${JSON.stringify(Object.fromEntries(met))}\n`,
  )
  for (const what of ['lands', 'never-arrives', 'arrives-late', 'answered', 'unknown'])
    expect(met.get(what), what).toBeGreaterThan(0)
})

/** Waits for the answers, and lets COMMITs that are late arrive when it is their time. */
async function deliveredOn<T>(arrival: Arrival, answering: Promise<T>): Promise<T> {
  if (arrival === 'given up') return answering
  let isAnswered = false
  const answered = answering.finally(() => {
    isAnswered = true
  })
  const isTime = async (): Promise<boolean> =>
    proxy.holding > 0 && (arrival === 'at once' || (await someoneWaits(pool)))
  while (!isAnswered) {
    await waitFor(async () => isAnswered || (await isTime()), { within: 60_000 })
    proxy.deliverHeld()
  }
  return answered
}
