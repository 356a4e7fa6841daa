import { samples, useDatabase } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type Book,
  createLedger,
  type LedgerError,
  type PostedJournal,
  type PostJournal,
  type Written,
} from '../../src/index.ts'
import { fromPg } from '../../src/pg/index.ts'
import { assertInvariants, postgresContents, refusalOf } from '../../src/testing/index.ts'
import { ledgerSchema } from '../support/ledger-schema.ts'
import { openWith, transfer, zar } from './support/pocket-money.ts'
import { rememberingLedger } from './support/remembering-ledger.ts'
import { watchedPool } from './support/watched-pool.ts'

// One process judges its batches on the accounts that it remembers, another asks for them first. Both are asked for the same,
// each on a book of its own, and nobody can tell from the answers which is which.

interface Transfer {
  readonly key: number
  readonly from: string
  readonly to: string
  readonly rand: number
  readonly reference: number | undefined
  readonly ifVersion: number | undefined
}

/** What one caller asks for. */
interface Asked {
  readonly journals: readonly Transfer[]
  readonly mode: 'single' | 'atomic' | 'independent'
}

/** Calls of one tick, which share a batch; or what somebody else does behind both. */
type Step = { readonly calls: readonly Asked[] } | { readonly behind: Transfer }

const transfers: fc.Arbitrary<Transfer> = fc.record({
  // Few of each, so that they are taken now and then.
  key: fc.nat(20),
  from: fc.constantFrom('alice', 'bob', 'carol'),
  to: fc.constantFrom('alice', 'bob', 'carol', 'nobody'),
  rand: fc.integer({ min: 1, max: 6 }),
  reference: fc.option(fc.nat(4), { nil: undefined }),
  ifVersion: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 6 }),
})
const calls: fc.Arbitrary<Asked> = fc.record({
  journals: fc.array(transfers, { minLength: 1, maxLength: 4 }),
  mode: fc.constantFrom('single', 'atomic', 'atomic', 'independent'),
})
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ calls: fc.array(calls, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ behind: transfers }) },
)

const { pool } = await useDatabase(ledgerSchema)
const watched = watchedPool(pool)
const asking = createLedger({ pool, rememberedAccounts: 0 })

it('a batch is answered alike, be it judged on what is remembered or on what was loaded', {
  timeout: 600_000,
}, async () => {
  let runs = 0
  const property = fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), async (script) => {
    runs += 1
    const recalled = rememberingLedger(watched, { groupCommit: {} }).book(`recalled-${runs}`)
    const loaded = asking.book(`loaded-${runs}`)

    const [ours, theirs] = [await play(recalled, script), await play(loaded, script)]

    expect(ours).toEqual(theirs)
    for (const { name } of [recalled, loaded]) assertInvariants(await postgresContents(fromPg(pool), name))
  })

  await fc.assert(property, { numRuns: samples({ quick: 50, long: 2_000 }) })

  // Or there was nothing to compare: some were judged on memories that were wrong, or could not be.
  expect(watched.refused).toContain('EK007')
})

/** Everything that was answered, what is answered under each key that was used, and what is left. */
async function play(book: Book, script: readonly Step[]): Promise<unknown> {
  const opening = { alice: zar('6.00'), bob: zar('6.00'), carol: zar('6.00') }
  await openWith(book, opening)
  for (const code of Object.keys(opening)) {
    await book.post({ key: `warm ${code}`, kind: 'x', entries: transfer(code, 'cash', zar('1.00')) })
  }
  const behind = asking.book(book.name)
  const told: unknown[] = []
  const used = new Map<number, PostJournal>()

  for (const step of script) {
    if ('behind' in step) told.push(await answerOf(() => behind.post(journalOf(step.behind))))
    else told.push(...(await Promise.all(step.calls.map((asked) => ask(book, asked)))))
    const asked = 'behind' in step ? [step.behind] : step.calls.flatMap(({ journals }) => journals)
    for (const each of asked) if (!used.has(each.key)) used.set(each.key, journalOf(each))
  }

  const again: unknown[] = []
  for (const journal of used.values()) again.push(await answerOf(() => behind.post(journal)))
  const left = await Promise.all(
    Object.keys(opening).map(async (code) => (await behind.accounts.balance(code)).posted),
  )
  return { told, again, left }
}

function journalOf({ key, from, to, rand, reference, ifVersion }: Transfer): PostJournal {
  const [first, ...rest] = transfer(from, to, zar(`${rand}.00`))
  if (first === undefined) throw new Error('A transfer has two entries.')
  return {
    key: `k${key}`,
    kind: 'x',
    entries: [{ ...first, ...(ifVersion !== undefined && { ifVersion }) }, ...rest],
    ...(reference !== undefined && { reference: `order:${reference}` }),
  }
}

async function ask(book: Book, { journals, mode }: Asked): Promise<unknown> {
  const posts = journals.map(journalOf)
  const [first] = posts
  if (mode === 'atomic') return answerOf(() => book.post(posts, { mode }))
  if (mode === 'single' && first !== undefined) return answerOf(() => book.post(first))
  const settled = await book.post(posts, { mode: 'independent' })
  return settled.map((one) => (one.ok ? shownOf(one) : { ...refused(one.error), replayed: one.replayed }))
}

async function answerOf(
  post: () => Promise<Written<PostedJournal> | readonly Written<PostedJournal>[]>,
): Promise<unknown> {
  let told: unknown
  const refusal = await refusalOf(async () => {
    told = [await post()].flat().map(shownOf)
  })
  return refusal === undefined ? told : refused(refusal)
}

const shownOf = ({ journal, balances, replayed }: Written<PostedJournal>): unknown => ({
  reference: journal.reference,
  balances: balances.map(({ account, version, posted }) => ({ account, version, posted })),
  replayed,
})

/** A refusal, without the ids of what is in its way. */
function refused(error: LedgerError): Record<string, unknown> {
  const { command, account, key } = error.details as Record<string, unknown> // Whatever it has of these.
  return { code: error.code, replayed: 'replayed' in error && error.replayed, command, account, key }
}
