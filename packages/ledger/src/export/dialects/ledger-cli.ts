import type { Dialect } from '../dialect.ts'
import { plainText } from './plain-text.ts'

/** For `ledger --pedantic`. */
export const ledgerCli: Dialect = plainText({
  extension: 'ledger',
  tag: (name) => `tag ${name}\n`,
  currency: (name, sample) => `commodity ${name}\n    format ${sample.replace(/\.$/, '')} ${name}\n`,
})
