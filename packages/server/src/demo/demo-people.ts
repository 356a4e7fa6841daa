import { randomInt } from 'node:crypto'
import type { Role } from '../contract/permissions.ts'
import { addPerson } from '../identity/add-person.ts'
import type { IdentityParts } from '../identity/parts.ts'
import { grantRole } from '../roles/roles.ts'
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
export async function addDemoPeople(identity: IdentityParts, password: string): Promise<string[]> {
  const added: string[] = []
  for (const { mail, name, role } of demoPeople) {
    const person = await addPerson(identity, { mail, name, password })
    await grantRole(identity.db, { tenant: 'default', mail }, role)
    if (person !== undefined) added.push(mail)
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
