import { add, subtract, sum } from './arithmetic.ts'
import { type Money, unchecked } from './money.ts'
import { type Bps, bps, percentageOf, wholeBps } from './percentage.ts'
import { divideRounded, type RoundingMode } from './rounding.ts'

/** An amount with its tax apart. `net` and `vat` always sum to `gross`. */
export interface Vat<C extends string = string> {
  readonly net: Money<C>
  readonly vat: Money<C>
  readonly gross: Money<C>
}

/**
 * Adds the tax to a price without it. The tax is rounded, half up unless told otherwise, and the gross is the sum.
 *
 * @example
 * ```ts
 * import { bps, currency, vatFromNet } from '@evenkeel/ledger/money'
 *
 * vatFromNet(currency('ZAR')('99.99'), bps(1500)) // vat 15.00, gross 114.99 rand
 * ```
 */
export function vatFromNet<C extends string>(net: Money<C>, rate: Bps, mode?: RoundingMode): Vat<C> {
  const vat = percentageOf(net, rate, mode)
  return Object.freeze({ net, vat, gross: add(net, vat) })
}

/**
 * Finds the tax inside a price that contains it. The tax is rounded, half up unless told otherwise, and the net is
 * what remains. Rounding to the nearest, it takes a gross made by `vatFromNet` apart into the same net and tax.
 *
 * @example
 * ```ts
 * import { bps, currency, vatFromGross } from '@evenkeel/ledger/money'
 *
 * vatFromGross(currency('ZAR')('114.99'), bps(1500)) // net 99.99, vat 15.00 rand
 * ```
 */
export function vatFromGross<C extends string>(
  gross: Money<C>,
  rate: Bps,
  mode: RoundingMode = 'half-up',
): Vat<C> {
  const points = BigInt(bps(rate))
  const vat = unchecked(divideRounded(gross.amount * points, wholeBps + points, mode), gross.currency)
  return Object.freeze({ net: subtract(gross, vat), vat, gross })
}

/**
 * The totals of an invoice: the sums of its lines, each of which was rounded alone. The tax is never worked out again
 * from the total, which could differ from the lines that the customer sees by a unit for every two of them.
 *
 * @example
 * ```ts
 * import { bps, currency, vatFromNet, vatTotals } from '@evenkeel/ledger/money'
 *
 * const zar = currency('ZAR')
 * const lines = [vatFromNet(zar('99.99'), bps(1500)), vatFromNet(zar('20.00'), bps(0))]
 * vatTotals(zar.zero, lines) // net 119.99, vat 15.00, gross 134.99 rand
 * ```
 */
export function vatTotals<C extends string>(start: Money<C>, lines: readonly Vat<NoInfer<C>>[]): Vat<C> {
  const total = (part: keyof Vat): Money<C> =>
    sum(
      start,
      lines.map((line) => line[part]),
    )
  return Object.freeze({ net: total('net'), vat: total('vat'), gross: total('gross') })
}
