import { fakeClock, samples } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertInvariants, type BookContents, memoryContents, memoryLedger } from '../../src/testing/index.ts'
import { opening, statusChange } from './intents/accounts.ts'
import { placing } from './intents/holds.ts'
import type { Intent } from './intents/intent.ts'
import { posting } from './intents/posts.ts'
import { currencies, emptyModel } from './model.ts'
import { opening as openingRequests } from './opening.ts'
import { type Answer, keyOf, perform, textOf } from './request.ts'
import { intent } from './runs.ts'
import { judgedIn, play, StillLedger, textsOf } from './script.ts'
import { Call } from './steps.ts'

const timeout = 3_600_000
const intents = fc.array(intent, { minLength: 1, maxLength: 25, size: 'max' })

describe('commands that are judged together', () => {
  it('come to what they come to one by one, however they are cut into batches', { timeout }, async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 })
    const property = fc.asyncProperty(intents, sizes, async (wishes, sizes) => {
      const alone = await play(wishes)
      const together = new StillLedger()
      const judged = await judgedIn(alone)

      const answers = []
      for (const batch of cut(judged, sizes)) {
        answers.push(...(await together.submit(batch.map(({ command }) => [command]))).flat())
      }

      expect(textsOf(answers)).toEqual(textsOf(judged.map(({ answer }) => answer)))
      expect(together.contents()).toEqual(alone.ledger.contents())
    })

    await fc.assert(property, { numRuns: samples({ quick: 60, long: 4_000 }) })
  })

  it('in groups come to what each group comes to alone, however the groups are cut into batches', {
    timeout,
  }, async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 })
    const property = fc.asyncProperty(intents, sizes, sizes, async (wishes, groupSizes, batchSizes) => {
      const judged = await judgedIn(await play(wishes))
      const commands = judged.map(({ command }) => command)
      const groups = cut(commands, groupSizes)
      const [alone, together] = [new StillLedger(), new StillLedger()]

      const expected = []
      for (const group of groups) expected.push(...(await alone.submit([group])).flat())
      const answers = []
      for (const batch of cut(groups, batchSizes)) answers.push(...(await together.submit(batch)).flat())

      expect(textsOf(answers)).toEqual(textsOf(expected))
      expect(together.contents()).toEqual(alone.contents())
    })

    await fc.assert(property, { numRuns: samples({ quick: 60, long: 4_000 }) })
  })

  it('in one group are all accepted, or leave nothing but the key of the one that was rejected', {
    timeout,
  }, async () => {
    const property = fc.asyncProperty(intents, fc.integer({ min: 2, max: 6 }), async (wishes, size) => {
      const alone = await play(wishes)
      const judged = await judgedIn(alone)
      const before = judged.slice(0, -size)
      const group = judged.slice(-size)
      const together = new StillLedger()
      await together.submit(before.map(({ command }) => [command]))
      const contentsBefore = together.contents()

      const [given = []] = await together.submit([group.map(({ command }) => command)])

      const culprit = group.map(({ answer }) => answer).find(({ ok }) => !ok)
      if (culprit === undefined || culprit.ok) {
        expect(together.contents()).toEqual(alone.ledger.contents())
        return
      }
      const { keys, ...rest } = together.contents()
      const { keys: keysBefore, ...restBefore } = contentsBefore
      const isRemembered = culprit.error.family === 'RejectedError' && !culprit.replayed
      expect(given.map(textOf)).toEqual(group.map(() => textOf(culprit)))
      expect(rest).toEqual(restBefore)
      expect(keys).toHaveLength(keysBefore.length + (isRemembered ? 1 : 0))
    })

    await fc.assert(property, { numRuns: samples({ quick: 60, long: 4_000 }) })
  })
})

describe('a whole script', () => {
  it('changes nothing when it is played again, backwards too', { timeout }, async () => {
    const property = fc.asyncProperty(intents, fc.boolean(), async (wishes, isBackwards) => {
      const { requests, model, ledger } = await play(wishes)
      const remembered = requests.filter((request) => {
        const memory = model.keys.get(keyOf(request) ?? '')
        return memory?.request === request
      })
      const before = ledger.contents()

      for (const request of isBackwards ? remembered.toReversed() : remembered) {
        const answer = await perform(ledger.book, request)

        expect(answer.replayed).toBe(true)
        expect(textOf(answer)).toBe(model.keys.get(keyOf(request) ?? '')?.answer)
      }
      expect(ledger.contents()).toEqual(before)
    })

    await fc.assert(property, { numRuns: samples({ quick: 40, long: 2_000 }) })
  })
})

describe('two books of a ledger', () => {
  it('know nothing of each other, though they use the same codes, keys and references', {
    timeout,
  }, async () => {
    const calls = fc.array(fc.tuple(fc.boolean(), intent), { maxLength: 30, size: 'max' })
    const property = fc.asyncProperty(calls, async (calls) => {
      const clock = fakeClock()
      const ledger = memoryLedger({ clock, currencies })
      const contents = async (book: string) => memoryContents(ledger.books, book)
      const real = { ledger, clock, contents, tally: new Map() }
      const one = emptyModel('one', clock.now())
      const other = emptyModel('other', clock.now())
      const asIs = openingRequests.map(
        (request): Intent =>
          () =>
            request,
      )

      // Each model knows its own book only, and expects every answer.
      for (const wish of asIs) for (const model of [one, other]) await new Call(wish, false).run(model, real)
      for (const [isOne, wish] of calls) await new Call(wish, false).run(isOne ? one : other, real)

      for (const book of ['one', 'other']) assertInvariants(await contents(book))
    })

    await fc.assert(property, { numRuns: samples({ quick: 30, long: 1_000 }) })
  })
})

describe('the commands of two books that are judged together', () => {
  it('come to what they come to in a book alone, though all their keys are the same', {
    timeout,
  }, async () => {
    const wishes = fc.array(fc.oneof(posting, placing, opening, statusChange), {
      minLength: 1,
      maxLength: 20,
    })
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 })
    const property = fc.asyncProperty(wishes, sizes, async (wishes, sizes) => {
      const alone = await play(wishes)
      const judged = await judgedIn(alone)
      const together = new StillLedger()

      const answers: Record<string, string[]> = { main: [], other: [] }
      for (const batch of cut(judged, sizes)) {
        const commands = batch.flatMap(({ command }) => [command, { ...command, book: 'other' }])
        const given = (await together.submit(commands.map((command) => [command]))).flat()
        for (const [i, answer] of given.entries()) answers[commands[i]?.book ?? '']?.push(cameTo(answer))
      }

      const expected = judged.map(({ answer }) => cameTo(answer))
      expect(answers).toEqual({ main: expected, other: expected })
      for (const book of ['main', 'other'])
        expect(totalsIn(together.contents(book))).toEqual(totalsIn(alone.ledger.contents()))
    })

    await fc.assert(property, { numRuns: samples({ quick: 40, long: 2_000 }) })
  })
})

function cameTo(answer: Answer): string {
  return `${answer.ok ? 'accepted' : answer.error.code}${answer.replayed ? ', again' : ''}`
}

function totalsIn({ accounts }: BookContents): unknown {
  return accounts.map(({ code, status, posted, held, version }) => ({ code, status, posted, held, version }))
}

function cut<T>(things: readonly T[], sizes: readonly number[]): T[][] {
  const pieces: T[][] = []
  for (let from = 0, i = 0; from < things.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    pieces.push(things.slice(from, from + size))
    from += size
  }
  return pieces
}
