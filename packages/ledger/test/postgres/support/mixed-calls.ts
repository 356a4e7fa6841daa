import { assert } from 'vitest'
import type { Book, SubmitOptions } from '../../../src/index.ts'
import { type Answer, keyOf, perform, type Request } from '../../model/request.ts'
import { openWith, transfer, zar } from './pocket-money.ts'

/** What a call of the mix does with one cent of Alice's. */
export type Act = 'post' | 'place' | 'capture' | 'void'
export const acts: readonly Act[] = ['post', 'place', 'capture', 'void']

/** Calls that all succeed, whatever their order, each of which shows in the balances if it happens, and twice if twice. */
export interface MixedCalls {
  readonly requests: readonly Request[]
  /** Fails unless each call has had its effect once. */
  expectEachOnce(): Promise<void>
}

/** Opens a book in which these calls can be made: those that need a hold find one of their own. */
export async function prepareCalls(book: Book, wishes: readonly Act[]): Promise<MixedCalls> {
  await openWith(book, { alice: zar('1000.00'), bob: zar('0.00') })
  const requests = await Promise.all(wishes.map((act, i) => requestFor(book, act, `call-${i}`)))
  const cents = (...counted: Act[]): bigint => BigInt(wishes.filter((act) => counted.includes(act)).length)
  return {
    requests,
    async expectEachOnce() {
      const [alice, bob] = [await book.accounts.get('alice'), await book.accounts.get('bob')]
      const moved = cents('post', 'capture')
      assert.equal(alice.balance.posted.amount, 100_000n - moved, 'what Alice has')
      assert.equal(alice.balance.held.amount, cents('place'), 'what is held of it')
      assert.equal(bob.balance.posted.amount, moved, 'what Bob has')
    },
  }
}

async function requestFor(book: Book, act: Act, key: string): Promise<Request> {
  const cent = zar('0.01')
  if (act === 'post') return { act, input: { key, kind: 'x', entries: transfer('alice', 'bob', cent) } }
  if (act === 'place') return { act, input: { key, account: 'alice', amount: cent } }
  const { hold } = await book.holds.place({ key: `hold for ${key}`, account: 'alice', amount: cent })
  return act === 'capture'
    ? { act, input: { key, hold: hold.id, to: [['bob', cent]] } }
    : { act, input: { key, hold: hold.id } }
}

/** Makes a call, and fails on any answer but the two there may be: it happened, or it is not known to have happened. */
export async function performOrDoubt(book: Book, request: Request, options?: SubmitOptions): Promise<Answer> {
  const answer = await perform(book, request, options)
  const isExpected = answer.ok || answer.error.family === 'UnavailableError'
  assert(isExpected, `${keyOf(request)}: ${answer.ok ? '' : answer.error.message}`)
  return answer
}
