import { fromDecimal } from '@evenkeel/ledger/money'
import { type AmountRange, type CurrencyLimits, currencyLimits } from './currency-limits.ts'

/** How little and how much may be paid in at once. */
export type DepositLimit = AmountRange

/** The limits by currency. A currency without them has no wallets. */
export type DepositLimits = CurrencyLimits<DepositLimit>

const usual = 'ZAR:10.00-100000.00'

/** `ZAR:10.00-100000.00,MYR:5.00-20000.00` */
export function depositLimits() {
  return currencyLimits(usual, { separator: ',', read: readLimit })
}

function readLimit(entry: string): DepositLimit | undefined {
  const [, currency, from, to] = /^([A-Z]{3}):(\d[\d.]*)-(\d[\d.]*)$/.exec(entry) ?? []
  if (currency === undefined || from === undefined || to === undefined) return undefined
  return { least: fromDecimal(from, currency), most: fromDecimal(to, currency) }
}
