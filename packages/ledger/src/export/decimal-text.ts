import { type AccountType, normalSide, type Side } from '../accounts/account.ts'

/** Minor units as a decimal number with all its digits. A program that infers tolerances from digits then allows none. */
export function decimalText(minor: bigint, scale: number): string {
  const sign = minor < 0n ? '-' : ''
  const digits = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The accounting programs count debits up and credits down, on every account. */
export function signedBySide(amount: string, side: Side): bigint {
  return side === 'debit' ? BigInt(amount) : -BigInt(amount)
}

/** What an account holds is positive on its normal side with us, and on the debit side with them. */
export function signedByType(posted: string, type: AccountType): bigint {
  return signedBySide(posted, normalSide(type))
}
