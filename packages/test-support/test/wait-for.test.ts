import { expect, it } from 'vitest'
import { waitFor } from '../src/index.ts'

it('returns the first truthy answer', async () => {
  let asked = 0

  const answer = await waitFor(async () => {
    asked += 1
    return asked === 3 && 'third'
  })

  expect(answer).toBe('third')
  expect(asked).toBe(3)
})

it('takes an error for "not yet"', async () => {
  let asked = 0

  await waitFor(() => {
    asked += 1
    if (asked < 3) throw new Error('too early')
    return true
  })

  expect(asked).toBe(3)
})

it('says what it waited for, and why it was not so', async () => {
  const cause = new Error('still at sea')

  const waiting = waitFor(
    () => {
      throw cause
    },
    { within: 5, what: 'the boat to arrive' },
  )

  await expect(waiting).rejects.toThrow(
    expect.objectContaining({ message: 'Waited 5 ms for the boat to arrive, in vain.', cause }),
  )
})

it('quotes the condition when it was not told what it is', async () => {
  const boats: string[] = []

  await expect(waitFor(() => boats.length > 0, { within: 1 })).rejects.toThrow('boats.length > 0')
})
