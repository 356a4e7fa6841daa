import { RevioInputError } from './errors/index.ts'

/** Money as this package speaks it: whole minor units (100 is R1.00) and the currency they are in. */
export type Amount = {
  readonly amount: bigint
  readonly currency: string
}

/**
 * The wire carries money as JSON integers. Beyond 2^53 - 1 a JSON number silently becomes another number, so a
 * larger amount is refused here, before anything is sent.
 */
export function toWireInteger(amount: bigint, field: string): number {
  if (amount < 0n) throw new RevioInputError(`${field} is ${amount}; amounts are zero or more minor units.`)
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RevioInputError(
      `${field} is ${amount}; the provider cannot carry more than 2^53 - 1 minor units.`,
    )
  }
  return Number(amount)
}

/** The same for amounts that move money: zero would mean "all of it" or nothing, neither of which was asked. */
export function toPositiveWireInteger(amount: bigint, field: string): number {
  if (amount === 0n) throw new RevioInputError(`${field} is 0; name an amount of at least one minor unit.`)
  return toWireInteger(amount, field)
}

export function fromWireInteger(amount: number, currency: string): Amount {
  return { amount: BigInt(amount), currency }
}

export function requireCurrency(currency: string): string {
  if (/^[A-Z]{3}$/.test(currency)) return currency
  throw new RevioInputError(`"${currency}" is not a currency; write three capital letters such as ZAR.`)
}
