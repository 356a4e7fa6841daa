import { z } from 'zod'
import type { Keyring } from '../secrets/keyring.ts'
import { marksOf } from '../secrets/marks.ts'
import { placeOf, type SealedColumn } from '../secrets/sealed-columns.ts'
import type { BankAccountDetails } from './bank-account.ts'

/** Where one payout goes: the column of it, the tenant, and the row that keeps it. */
export interface DestinationPlace {
  readonly column: SealedColumn
  readonly tenantId: number
  readonly id: string
}

const Destination = z.strictObject({ bankName: z.string(), holder: z.string(), number: z.string() })

/**
 * A snapshot of the account a payout goes to, taken when it is asked for: what is linked later redirects nothing, and
 * what is removed later is not missed. All of it is sealed, for the row that keeps it alone.
 */
export function sealDestination(
  keyring: Keyring,
  details: BankAccountDetails,
  { column, ...row }: DestinationPlace,
): Buffer {
  return keyring.seal(plaintextOf(details), placeOf(column, row))
}

export function openDestination(
  keyring: Keyring,
  sealed: Buffer,
  { column, ...row }: DestinationPlace,
): BankAccountDetails {
  return Destination.parse(JSON.parse(keyring.open(sealed, placeOf(column, row)).toString()))
}

/** By what two payouts to the same account are known to go there, without opening either; see `marksOf`. */
export function markDestination(
  keyring: Keyring,
  details: BankAccountDetails,
  { column, tenantId }: Omit<DestinationPlace, 'id'>,
): readonly [Buffer, ...Buffer[]] {
  return marksOf(keyring, column, { tenantId, value: plaintextOf(details) })
}

function plaintextOf({ bankName, holder, number }: BankAccountDetails): Buffer {
  return Buffer.from(JSON.stringify({ bankName, holder, number }))
}
