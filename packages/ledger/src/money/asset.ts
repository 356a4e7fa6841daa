import { InvalidInputError } from '../errors/index.ts'

/** Something other than a national currency that is counted exactly: loyalty points, a token, minutes. */
export interface Asset<Code extends string = string> {
  readonly code: Code
  /** How many decimal digits one whole unit has. */
  readonly scale: number
}

// Three letters belong to ISO 4217, which may assign any of them tomorrow, so an asset's code is never that short.
const assetCode = /^[A-Z](?:-?[A-Z0-9])*$/
const minCodeLength = 4
const maxCodeLength = 24
const maxScale = 18

/**
 * Checks the code and the scale of an asset and freezes them. The scale can never change once an account holds the
 * asset, because it says what every stored amount means.
 *
 * @example
 * ```ts
 * import { currencyTable, defineAsset } from '@evenkeel/ledger/money'
 *
 * const currencies = currencyTable({ assets: [defineAsset({ code: 'X-GOLD-MG', scale: 3 })] })
 * ```
 */
export function defineAsset<const Code extends string>(asset: Asset<Code>): Asset<Code> {
  const { code, scale } = asset
  const fits = typeof code === 'string' && code.length >= minCodeLength && code.length <= maxCodeLength
  if (!fits || !assetCode.test(code)) {
    throw new InvalidInputError(
      'invalid_input',
      `An asset's code has ${minCodeLength} to ${maxCodeLength} capital letters and digits, with single hyphens ` +
        'between them, such as POINTS or X-BTC. Codes of three letters belong to ISO 4217.',
      { code },
    )
  }
  if (!Number.isInteger(scale) || scale < 0 || scale > maxScale) {
    throw new InvalidInputError(
      'invalid_input',
      `The scale of asset ${code} must be a whole number from 0 to ${maxScale}.`,
      { code, scale },
    )
  }
  return Object.freeze({ code, scale })
}
