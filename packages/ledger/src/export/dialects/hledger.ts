import type { Dialect } from '../dialect.ts'
import { plainText } from './plain-text.ts'

/** For `hledger check -s balancednoautoconversion ordereddates`. */
export const hledger: Dialect = plainText({
  extension: 'journal',
  tag: () => '',
  // The mark after a number without decimals is required here, and refused by ledger.
  currency: (name, sample) => `commodity ${name}\n  format ${sample} ${name}\n`,
})
