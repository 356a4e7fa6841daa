import { fakeClock } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openAccountInput } from '../../src/accounts/open-account.ts'
import { parseInput } from '../../src/books/parse-input.ts'
import type { Command } from '../../src/engine/command.ts'
import { execute } from '../../src/engine/execute.ts'
import { placeHoldInput } from '../../src/holds/place-hold.ts'
import { createIds, systemClock, systemRandom } from '../../src/index.ts'
import { postJournalInput } from '../../src/journals/post-journal.ts'
import { reverseJournalInput } from '../../src/journals/reverse-journal.ts'
import { MemoryBooks } from '../../src/memory/memory-books.ts'
import { isoCurrencies } from '../../src/money/index.ts'
import { assertInvariants, memoryContents } from '../../src/testing/index.ts'
import { transfer, zar } from '../support/ledger-fixture.ts'

const context = { ids: createIds({ clock: systemClock, random: systemRandom }), currencies: isoCurrencies }

const inMain = { book: 'main' }

const open = (code: string, where = inMain): Command => {
  const input = { code, type: code === 'bank' ? 'equity' : 'liability', currency: 'ZAR' }
  return { ...where, type: 'open-account', input: parseInput(openAccountInput, input, 'An account') }
}

const post = (journal: object, where = inMain): Command => ({
  ...where,
  type: 'post-journal',
  input: parseInput(postJournalInput, { kind: 'x', ...journal }, 'A journal'),
})

const reverse = (key: string, journal: string): Command => ({
  ...inMain,
  type: 'reverse-journal',
  input: parseInput(reverseJournalInput, { key, journal }, 'A reversal'),
})

const paying = (key: string, rand: string, more: object = {}): object => ({
  ...{ key, ...more },
  entries: transfer('alice', 'bob', zar(rand)),
})

/** Alice has five rand. */
async function openBooks(clock = systemClock): Promise<MemoryBooks> {
  const books = new MemoryBooks(clock)
  const funding = { key: 'funding', entries: transfer('bank', 'alice', zar('5.00')) }
  await execute(books, [[open('bank')], [open('alice')], [open('bob')], [post(funding)]], context)
  return books
}

// Calls of strangers share a batch: what one group tried and was refused must not reach the next.
it('leaves nothing of a refused group to the groups after it', async () => {
  const books = await openBooks()

  const [before, together, alone] = await execute(
    books,
    [
      [post(paying('k0', '1.00'))],
      [post(paying('k1', '4.00', { reference: 'rent' })), post(paying('k2', '9.00'))],
      [post(paying('k3', '4.00', { reference: 'rent' }))],
    ],
    context,
  )

  expect(before).toMatchObject([{ ok: true }])
  expect(together?.map(({ ok }) => ok)).toEqual([false, false])
  expect(alone).toMatchObject([{ ok: true, replayed: false }])
  assertInvariants(memoryContents(books, 'main'))
})

it('tells a group what the call before it was told under the same key', async () => {
  const books = await openBooks()

  const [first, together] = await execute(
    books,
    [[post(paying('k1', '1.00'))], [post(paying('k1', '1.00')), post(paying('k2', '1.00'))]],
    context,
  )

  expect(together).toEqual([
    { ...first?.[0], replayed: true },
    expect.objectContaining({ ok: true, replayed: false }),
  ])
  expect(books.book('main').journals.size).toBe(3)
  assertInvariants(memoryContents(books, 'main'))
})

it('lets two calls of one batch have the same key in two books', async () => {
  const books = await openBooks()
  const aside = { book: 'aside' }
  const opening = [[open('bank', aside)], [open('alice', aside)]]
  await execute(books, opening, context)
  const funding = { key: 'k', entries: transfer('bank', 'alice', zar('2.00')) }

  const answers = await execute(books, [[post(paying('k', '1.00'))], [post(funding, aside)]], context)

  expect(answers.flat()).toMatchObject([
    { ok: true, replayed: false },
    { ok: true, replayed: false },
  ])
})

it('lets one of two calls in a batch reverse a journal', async () => {
  const books = await openBooks()
  const [paid] = (await execute(books, [[post(paying('k1', '2.00'))]], context)).flat()
  const journal = paid?.ok === true && 'journal' in paid.result ? paid.result.journal.id : ''

  const answers = await execute(books, [[reverse('r1', journal)], [reverse('r2', journal)]], context)

  expect(answers.flat()).toMatchObject([{ ok: true }, { ok: false, error: { code: 'already_reversed' } }])
  assertInvariants(memoryContents(books, 'main'))
})

it('writes the end of an expired hold with whichever group first writes on its account', async () => {
  const clock = fakeClock()
  const books = await openBooks(clock)
  const hold = { key: 'hold', account: 'alice', amount: zar('5.00'), expiresIn: '1m' }
  const place: Command = {
    ...inMain,
    type: 'place-hold',
    input: parseInput(placeHoldInput, hold, 'A hold'),
  }
  await execute(books, [[place]], context)
  clock.advance(60_000)

  const answers = await execute(
    books,
    [[open('carol')], [post(paying('k1', '4.00')), post(paying('k2', '1.00'))]],
    context,
  )

  expect(answers.flat().map(({ ok }) => ok)).toEqual([true, true, true])
  expect(books.book('main').holdEvents.map(({ type }) => type)).toEqual(['placed', 'expired'])
  assertInvariants(memoryContents(books, 'main'))
})
