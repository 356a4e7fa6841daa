import { randomInt } from 'node:crypto'
import type { Role } from '../contract/permissions.ts'
import { inTransaction } from '../database/transaction.ts'
import type { IdentityParts } from '../identity/parts.ts'
import { putPassword } from '../identity/password-store.ts'
import { giveRole } from '../identity/role-store.ts'
import { insertUser } from '../identity/user-store.ts'
import { keptOnce } from './kept-once.ts'

/** Two of finance, because nobody decides about their own money and large amounts take two. */
export const demoPeople: readonly { readonly mail: string; readonly name: string; readonly role: Role }[] = [
  { mail: 'thandi@example.com', name: 'Thandi Nkosi', role: 'user' },
  { mail: 'sipho@example.com', name: 'Sipho Dlamini', role: 'finance' },
  { mail: 'lerato@example.com', name: 'Lerato Mokoena', role: 'finance' },
  { mail: 'naledi@example.com', name: 'Naledi Khumalo', role: 'support' },
  { mail: 'anika@example.com', name: 'Anika Botha', role: 'admin' },
]

/** One password for all of them, another in each checkout: whoever knows this page logs in to nobody's demo. */
export function demoPassword(file: string): string {
  const signs = 'abcdefghijkmnpqrstuvwxyz23456789'
  const four = (): string => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')
  return keptOnce(file, () => [four(), four(), four(), four()].join('-'))
}

/** Adds those who are not there yet, and answers with their addresses. A start that was cut off is finished by the next. */
export async function addDemoPeople(
  { db, clock, hasher }: IdentityParts,
  { tenantId, password }: { tenantId: number; password: string },
): Promise<string[]> {
  const hash = await hasher.hash(password)
  const added: string[] = []
  for (const { mail, name, role } of demoPeople) {
    await inTransaction(db, async (trx) => {
      const user = await insertUser(trx, { tenantId, mail, name })
      if (user === undefined) return
      await putPassword(trx, { userId: user.id, hash, now: clock.now() })
      await giveRole(trx, { tenant: 'default', mail }, role)
      added.push(mail)
    })
  }
  return added
}

/** Who there is and how to log in, for the announcement. */
export function peopleRows(password: string): (readonly [label: string, value: string])[] {
  const people = demoPeople.map(({ mail, role }) => (role === 'user' ? mail : `${mail} (${role})`))
  return [
    ['People', people.slice(0, 3).join(', ')],
    ['', people.slice(3).join(', ')],
    ['Password', `${password} (of all of them)`],
  ]
}
