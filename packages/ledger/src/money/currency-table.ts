import { InvalidInputError } from '../errors/index.ts'
import { type Asset, defineAsset } from './asset.ts'
import { type IsoCode, iso4217, iso4217WithoutUnit } from './iso-4217.ts'
import { maxAmount as defaultMaxAmount, highestMaxAmount } from './max-amount.ts'

/**
 * Which codes count money, with how many digits, and how much at most.
 *
 * It is a value that is passed to whoever needs it, not a registry inside the package: two installed copies cannot
 * disagree about it, and a test cannot leave an asset behind for the next.
 */
export interface CurrencyTable<Code extends string = string> {
  readonly codes: readonly Code[]
  /** The largest amount in minor units, on either side of zero. */
  readonly maxAmount: bigint
  /** The number of decimal digits of a code. Throws `unknown_currency` for a code that is not in the table. */
  scaleOf(code: string): number
}

/**
 * A code that `Known` holds. A literal is checked by the compiler, a `string` that arrives at run time is let
 * through and checked by the table.
 */
export type KnownCode<C extends string, Known extends string> = string extends C
  ? C
  : C extends Known
    ? C
    : Known

/** What a currency table has besides ISO 4217: assets of your own, and another limit on amounts. */
export interface CurrencyTableOptions<Code extends string = string> {
  readonly assets?: readonly Asset<Code>[]
  readonly maxAmount?: bigint
}

/**
 * A table of every current ISO 4217 code and the given assets.
 *
 * @example
 * ```ts
 * import { currency, currencyTable, defineAsset } from '@evenkeel/ledger/money'
 *
 * const currencies = currencyTable({ assets: [defineAsset({ code: 'POINTS', scale: 0 })] })
 * const points = currency('POINTS', currencies)
 * points('250') // { amount: 250n, currency: 'POINTS' }
 * ```
 */
export function currencyTable<const Code extends string = never>(
  options: CurrencyTableOptions<Code> = {},
): CurrencyTable<IsoCode | Code> {
  const { assets = [], maxAmount = defaultMaxAmount } = options
  if (typeof maxAmount !== 'bigint' || maxAmount <= 0n || maxAmount > highestMaxAmount) {
    throw new InvalidInputError(
      'invalid_input',
      'The maxAmount of a currency table must be a bigint between 1n and 10n ** 36n.',
      { maxAmount: String(maxAmount) },
    )
  }

  const scales = new Map<string, number>(Object.entries(iso4217))
  for (const asset of assets) {
    const { code, scale } = defineAsset(asset)
    if (scales.has(code)) {
      throw new InvalidInputError('invalid_input', `Asset ${code} is listed twice. Remove one of the two.`, {
        code,
      })
    }
    scales.set(code, scale)
  }

  return Object.freeze({
    // The map was filled from exactly these two sources, which the compiler cannot follow through its string keys.
    codes: Object.freeze([...scales.keys()] as (IsoCode | Code)[]),
    maxAmount,
    scaleOf: (code: string) => scales.get(code) ?? refuseCode(code),
  })
}

function refuseCode(code: unknown): never {
  const text = typeof code === 'string' ? code.slice(0, 40) : typeof code
  const meaning = Object.hasOwn(iso4217WithoutUnit, text) ? iso4217WithoutUnit[text] : undefined
  throw new InvalidInputError(
    'unknown_currency',
    meaning === undefined
      ? `${JSON.stringify(text)} is no current ISO 4217 code and no asset of this currency table.`
      : `${text} ${meaning}; it has no minor unit and cannot count money.`,
    { currency: text },
  )
}

/** Every current ISO 4217 code. What functions use when they are given no other table. */
export const isoCurrencies: CurrencyTable<IsoCode> = currencyTable()
