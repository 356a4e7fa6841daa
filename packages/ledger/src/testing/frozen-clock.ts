import type { Clock } from '../clock.ts'
import { type Duration, durationField } from '../holds/duration.ts'

/** A clock that stands still until the test moves it. */
export interface FrozenClock extends Clock {
  /** Time passes: `clock.advance('15m')`. */
  advance(duration: Duration): void
  /** Puts the hands elsewhere, back too, as an operator or a time server does. */
  set(time: Date): void
}

/**
 * A clock for a ledger in memory, so that a test says what time it is instead of waiting for it.
 *
 * @example
 * ```ts
 * import { currency } from '@evenkeel/ledger'
 * import { frozenClock, memoryLedger } from '@evenkeel/ledger/testing'
 *
 * const clock = frozenClock()
 * const main = memoryLedger({ clock }).book('main')
 * await main.accounts.open({ code: 'stock', type: 'asset', currency: 'ZAR' })
 * const amount = currency('ZAR')('10.00')
 * const { hold } = await main.holds.place({ key: 'basket:7', account: 'stock', amount, expiresIn: '15m' })
 *
 * clock.advance('15m')
 * const { status } = await main.holds.get(hold.id) // 'expired'
 * ```
 */
export function frozenClock(start: Date = new Date('2026-01-01T00:00:00.000Z')): FrozenClock {
  let time = start.getTime()
  return {
    now: () => new Date(time),
    advance: (duration) => {
      time += durationField.parse(duration)
    },
    set: (moment) => {
      time = moment.getTime()
    },
  }
}
