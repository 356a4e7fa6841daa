import { isDeepStrictEqual } from 'node:util'
import { samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInput } from '../../src/books/parse-input.ts'
import { requestOf } from '../../src/engine/request.ts'
import { placeHoldInput } from '../../src/holds/place-hold.ts'
import { postJournalInput } from '../../src/journals/post-journal.ts'
import { anyMetadata } from '../support/metadata.ts'
import { type Spelling, spellings } from './spelling.ts'

// What a caller can mean, with nothing left to the choice of words: all is said, a moment and a length of time are
// numbers, and what is not there is null.
const word = fc.constantFrom('a', 'b', 'c')
const amount = fc.bigInt(1n, 3n)

const whole = { noNullPrototype: true }

const journal = fc.record(
  {
    kind: word,
    description: fc.option(word),
    reference: fc.option(word),
    effectiveAt: fc.option(fc.constantFrom(0, 1, 3_600_000)),
    metadata: anyMetadata,
    entries: fc.array(
      fc.record(
        {
          account: word,
          side: fc.constantFrom('debit', 'credit'),
          amount,
          currency: fc.constantFrom('ZAR', 'USD'),
          ifVersion: fc.option(fc.nat(1)),
          usableAtLeast: fc.option(fc.bigInt(-1n, 1n)),
        },
        whole,
      ),
      { minLength: 2, maxLength: 3 },
    ),
  },
  whole,
)

const hold = fc.record(
  {
    account: word,
    amount,
    kind: fc.constantFrom('hold', 'order'),
    metadata: anyMetadata,
    lastsMinutes: fc.option(fc.constantFrom(1, 60, 1_440)),
  },
  whole,
)

type MeaningOf<A> = A extends fc.Arbitrary<infer Meaning> ? Meaning : never

function journalRequest(
  meaning: MeaningOf<typeof journal>,
  { perhaps, orEmpty, moment, shuffled }: Spelling,
): string {
  const entries = meaning.entries.map(({ account, side, amount, currency, ifVersion, usableAtLeast }) => {
    const bound = usableAtLeast === null ? null : { amount: usableAtLeast, currency }
    const condition = { ...perhaps('ifVersion', ifVersion), ...perhaps('usableAtLeast', bound) }
    return shuffled({
      account,
      side,
      amount: shuffled({ amount, currency }),
      ...orEmpty('condition', condition),
    })
  })
  const { kind, description, reference, effectiveAt } = meaning
  const input = shuffled({
    key: 'k',
    kind,
    entries,
    ...perhaps('description', description),
    ...perhaps('reference', reference),
    ...perhaps('effectiveAt', effectiveAt === null ? null : moment(effectiveAt)),
    ...orEmpty('metadata', shuffled(meaning.metadata)),
  })
  return requestOf({
    book: 'main',
    type: 'post-journal',
    input: parseInput(postJournalInput, input, 'A journal'),
  })
}

function holdRequest(
  meaning: MeaningOf<typeof hold>,
  { perhaps, orEmpty, minutes, shuffled, orDefault }: Spelling,
): string {
  const { account, amount, kind, lastsMinutes } = meaning
  const input = shuffled({
    key: 'k',
    account,
    amount: shuffled({ amount, currency: 'ZAR' }),
    ...orDefault('kind', kind, 'hold'),
    ...perhaps('expiresIn', lastsMinutes === null ? null : minutes(lastsMinutes)),
    ...orEmpty('metadata', shuffled(meaning.metadata)),
  })
  return requestOf({ book: 'main', type: 'place-hold', input: parseInput(placeHoldInput, input, 'A hold') })
}

/** Two meanings that are the same but for one part, or but for the order in it, and often in that too. */
function nearTwins<M extends object>(meaning: fc.Arbitrary<M>): fc.Arbitrary<[M, M]> {
  return fc.tuple(meaning, meaning, fc.nat(), fc.boolean()).map(([one, other, which, isTurned]) => {
    const names = Object.keys(one)
    const name = names[which % names.length] ?? ''
    const part: unknown = Reflect.get(one, name)
    const turned = Array.isArray(part) ? part.toReversed() : part
    return [one, { ...one, [name]: isTurned ? turned : Reflect.get(other, name) }]
  })
}

const numRuns = samples({ quick: 2_000, long: 200_000 })

describe('the canonical form of a request', () => {
  it('is one for all ways to write a journal, and another for every other journal', async () => {
    await fc.assert(
      fc.property(nearTwins(journal), spellings, spellings, ([one, other], first, second) => {
        const isSame = journalRequest(one, first) === journalRequest(other, second)

        expect(isSame).toBe(isDeepStrictEqual({ ...one }, { ...other }))
      }),
      { numRuns },
    )
  })

  it('is one for all ways to write a hold, and another for every other hold', async () => {
    await fc.assert(
      fc.property(nearTwins(hold), spellings, spellings, ([one, other], first, second) => {
        const isSame = holdRequest(one, first) === holdRequest(other, second)

        expect(isSame).toBe(isDeepStrictEqual({ ...one }, { ...other }))
      }),
      { numRuns },
    )
  })
})
