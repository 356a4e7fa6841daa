import { expect, it } from 'vitest'
import { InvalidInputError, InvariantError, RejectedError, UnavailableError } from '../../src/index.ts'
import { refusalOf } from '../../src/testing/index.ts'

it.for([new InvalidInputError('invalid_input', 'No.'), new RejectedError('account_frozen', 'No.')])(
  'answers with a $name',
  async (refusal) => {
    const answer = await refusalOf(() => Promise.reject(refusal))

    expect(answer).toBe(refusal)
  },
)

it('answers with nothing where the call succeeds', async () => {
  expect(await refusalOf(async () => 'done')).toBeUndefined()
})

it.for([
  new InvariantError('books_unbalanced', 'A bug.'),
  new UnavailableError('connection_lost', 'Gone.', 'unknown'),
  new TypeError('A mistake in the test.'),
])('throws a $name on', async (failure) => {
  await expect(refusalOf(() => Promise.reject(failure))).rejects.toBe(failure)
})
