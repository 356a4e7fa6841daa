import type { FakeClock } from '@evenkeel/test-support'
import * as fc from 'fast-check'
import { type Balance, type Book, isLedgerError } from '../../src/index.ts'
import { transfer, zar } from './ledger-fixture.ts'

/** One thing that happens to a book. Which accounts and holds are meant is counted round. */
export type Happening =
  | {
      readonly type: 'post'
      readonly from: number
      readonly to: number
      readonly cents: bigint
      readonly shiftMs: number
    }
  | { readonly type: 'hold'; readonly on: number; readonly cents: bigint; readonly expiresIn: number | null }
  | { readonly type: 'extend' | 'void' | 'capture'; readonly which: number; readonly cents: bigint }
  | { readonly type: 'wait'; readonly ms: number }

export const lifeAccounts = ['alice', 'alice:savings', 'bob', 'shop:1'] as const
const second = 1_000
const day = 86_400 * second

const which = fc.nat(20)
const cents = fc.bigInt({ min: 1n, max: 500n })
const someMs = fc.constantFrom(1, 2, second, 59 * second, day, 40 * day)

/** Mostly journals, some of them back-dated or dated ahead; holds that end in every way; and time that passes. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('post' as const),
      from: which,
      to: which,
      cents,
      shiftMs: fc.oneof(
        fc.constant(0),
        fc.constantFrom(-1, 1, -second, second, -day, day, -1_000 * day, 9_000 * day),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('hold' as const),
      on: which,
      cents,
      expiresIn: fc.option(someMs),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('extend' as const, 'void' as const, 'capture' as const),
      which,
      cents,
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: someMs }) },
)

/** What somebody who asked was told, and when. */
export interface Told {
  readonly at: string
  readonly balances: readonly Balance[]
}

/**
 * Lets it all happen to a book, and asks for every balance each time before the clock moves on. What the rules refuse
 * does not happen.
 */
export async function live(book: Book, clock: FakeClock, happenings: readonly Happening[]): Promise<Told[]> {
  const told: Told[] = []
  const holds: string[] = []
  for (const code of lifeAccounts) {
    await book.accounts.open({
      code,
      type: code === 'bob' ? 'asset' : 'liability',
      currency: 'ZAR',
      floor: 'none',
    })
  }
  for (const [n, happening] of [...happenings, { type: 'wait', ms: 1 } as const].entries()) {
    if (happening.type === 'wait') {
      const balances = await Promise.all(
        lifeAccounts.map(async (code) => (await book.accounts.get(code)).balance),
      )
      told.push({ at: clock.now().toISOString(), balances })
      clock.advance(happening.ms)
    } else {
      await happen(book, clock, holds, `key ${n}`, happening).catch(ignoreRefusal)
    }
  }
  return told
}

async function happen(
  book: Book,
  clock: FakeClock,
  holds: string[],
  key: string,
  happening: Exclude<Happening, { readonly type: 'wait' }>,
): Promise<void> {
  const amount = zar.minor(happening.cents)
  if (happening.type === 'post') {
    const { from, to, shiftMs } = happening
    const effective = shiftMs === 0 ? {} : { effectiveAt: new Date(clock.now().getTime() + shiftMs) }
    const entries = transfer(accountAt(from), accountAt(from + 1 + (to % 3)), amount)
    await book.post({ key, kind: to % 2 === 0 ? 'even' : 'odd', entries, ...effective })
  } else if (happening.type === 'hold') {
    const { on, expiresIn } = happening
    const expiry = expiresIn === null ? {} : { expiresAt: new Date(clock.now().getTime() + expiresIn) }
    holds.push((await book.holds.place({ key, account: accountAt(on), amount, ...expiry })).hold.id)
  } else {
    const hold = holds[happening.which % Math.max(1, holds.length)] ?? '01900000-0000-7000-8000-000000000000'
    if (happening.type === 'void') await book.holds.void({ key, hold })
    if (happening.type === 'extend') await book.holds.extend({ key, hold, expiresIn: '1h' })
    if (happening.type === 'capture') await book.holds.capture({ key, hold, to: [['shop:1', amount]] })
  }
}

const accountAt = (n: number): string => lifeAccounts[n % lifeAccounts.length] ?? 'alice'

function ignoreRefusal(error: unknown): void {
  if (!isLedgerError(error) || error.family === 'InvariantError') throw error
}
