import type { Principal } from '../../src/contract/access.ts'
import type { Identify } from '../../src/plugins/identification.ts'

/** A person of whom a test needs to know no more than what it names. */
export function person(known: Partial<Principal> = {}): Principal {
  return {
    userId: '0197a000-0000-7000-8000-000000000001',
    tenantId: 1,
    tenant: 'default',
    mail: 'thandi@example.com',
    name: 'Thandi Nkosi',
    sessionId: '0197a000-0000-7000-8000-000000000002',
    roles: ['user'],
    tier: 'standard',
    ...known,
  }
}

/** Believes the header field `x-person`, which holds the name of one of these. */
export function believing(people: Readonly<Record<string, Principal>>): Identify {
  return async ({ headers }) => people[String(headers['x-person'])] ?? null
}
