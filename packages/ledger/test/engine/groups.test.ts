import { fakeClock } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { openAccountInput } from '../../src/accounts/open-account.ts'
import { parseInput } from '../../src/books/parse-input.ts'
import type { Command } from '../../src/engine/command.ts'
import { execute } from '../../src/engine/execute.ts'
import { placeHoldInput } from '../../src/holds/place-hold.ts'
import { createIds, systemClock, systemRandom } from '../../src/index.ts'
import { postJournalInput } from '../../src/journals/post-journal.ts'
import { MemoryBooks } from '../../src/memory/memory-books.ts'
import { isoCurrencies } from '../../src/money/index.ts'
import { assertInvariants, memoryContents } from '../../src/testing/index.ts'
import { transfer, zar } from '../support/ledger-fixture.ts'

const context = { ids: createIds({ clock: systemClock, random: systemRandom }), currencies: isoCurrencies }

const open = (code: string): Command => {
  const input = { code, type: code === 'bank' ? 'equity' : 'liability', currency: 'ZAR' }
  return { book: 'main', type: 'open-account', input: parseInput(openAccountInput, input, 'An account') }
}

const post = (journal: object): Command => ({
  ...{ book: 'main', type: 'post-journal' },
  input: parseInput(postJournalInput, { kind: 'x', ...journal }, 'A journal'),
})

// Calls of strangers share a batch: what one group tried and was refused must not reach the next.
it('leaves nothing of a refused group to the groups after it', async () => {
  const books = new MemoryBooks(systemClock)
  const funding = { key: 'funding', entries: transfer('bank', 'alice', zar('5.00')) }
  await execute(books, [[open('bank')], [open('alice')], [open('bob')], [post(funding)]], context)
  const overdrawn = { key: 'k2', entries: transfer('alice', 'bob', zar('9.00')) }
  const payment = { key: 'k1', reference: 'rent', entries: transfer('alice', 'bob', zar('1.00')) }

  const [together, alone] = await execute(
    books,
    [[post(payment), post(overdrawn)], [post({ ...payment, key: 'k3' })]],
    context,
  )

  expect(together?.map(({ ok }) => ok)).toEqual([false, false])
  expect(alone).toMatchObject([{ ok: true, replayed: false }])
  assertInvariants(memoryContents(books, 'main'))
})

it('writes the end of an expired hold with whichever group first writes on its account', async () => {
  const clock = fakeClock()
  const books = new MemoryBooks(clock)
  const funding = { key: 'funding', entries: transfer('bank', 'alice', zar('5.00')) }
  const hold = { key: 'hold', account: 'alice', amount: zar('5.00'), expiresIn: '1m' }
  const place: Command = {
    ...{ book: 'main', type: 'place-hold' },
    input: parseInput(placeHoldInput, hold, 'A hold'),
  }
  const ready = [[open('bank')], [open('alice')], [open('bob')], [post(funding)], [place]]
  await execute(books, ready, context)
  clock.advance(60_000)

  const answers = await execute(
    books,
    [
      [open('carol')],
      [
        post({ key: 'k1', entries: transfer('alice', 'bob', zar('4.00')) }),
        post({ key: 'k2', entries: transfer('alice', 'bob', zar('1.00')) }),
      ],
    ],
    context,
  )

  expect(answers.flat().map(({ ok }) => ok)).toEqual([true, true, true])
  expect(books.book('main').holdEvents.map(({ type }) => type)).toEqual(['placed', 'expired'])
  assertInvariants(memoryContents(books, 'main'))
})
