import { randomInt } from 'node:crypto'
import type { Pool } from 'pg'
import type { BankAccountDetails } from '../../src/bank-accounts/bank-account.ts'
import type { Principal } from '../../src/contract/access.ts'
import { person } from './people.ts'

/** Twelve digits that no other account of the test run has. */
export function newNumber(): string {
  return String(randomInt(1e11, 2e11)) + String(randomInt(0, 9))
}

export function newDetails(known: Partial<BankAccountDetails> = {}): BankAccountDetails {
  return { bankName: 'Harbour Bank', holder: 'Thandi Nkosi', number: newNumber(), ...known }
}

/** The body of PUT /v1/bank-account. */
export function linkBody(known: Partial<BankAccountDetails> = {}): {
  bank_name: string
  account_number: string
  holder: string
} {
  const { bankName, number, holder } = newDetails(known)
  return { bank_name: bankName, account_number: number, holder }
}

let made = 0

/** Users who never log in: what they do is done by calling the acts. */
export async function addUsers(pool: Pool, count: number): Promise<Principal[]> {
  made += 1
  const { rows } = await pool.query<{ id: string; mail: string }>(
    `
    INSERT INTO wallet.user (tenant_id, mail, name)
    SELECT 1, format('owner%s-%s@example.com', $1::integer, number), 'An owner'
    FROM   generate_series(1, $2::integer) AS number
    RETURNING id, mail
    `,
    [made, count],
  )
  return rows.map(({ id, mail }) => person({ userId: id, mail }))
}
