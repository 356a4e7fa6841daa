import { randomBytes } from 'node:crypto'
import { oncePerFile, type TestDatabase, useDatabase } from '@evenkeel/test-support'
import { escapeIdentifier } from 'pg'
import { grantRights } from '../../scripts/grant-rights.ts'
import { walletSchema } from './wallet-schema.ts'

/** The two roles that `roles.sql` is for, on the database of the test file, and how to connect as each. */
export interface ServiceRoles {
  readonly database: TestDatabase
  readonly application: { readonly role: string; readonly url: string }
  readonly auditor: { readonly role: string; readonly url: string }
}

export const useServiceRoles: () => Promise<ServiceRoles> = oncePerFile(makeRoles, dropRoles)

async function makeRoles(): Promise<ServiceRoles> {
  const database = await useDatabase(walletSchema)
  const password = randomBytes(16).toString('hex')
  const [application, auditor] = ['app', 'audit'].map((part) => {
    const role = `${database.name} "${part}"`
    const url = new URL(database.url)
    url.username = encodeURIComponent(role)
    url.password = password
    return { role, url: url.href }
  })
  if (application === undefined || auditor === undefined) throw new Error('There are two roles.')
  for (const { role } of [application, auditor]) {
    await database.pool.query(`CREATE ROLE ${escapeIdentifier(role)} LOGIN PASSWORD '${password}'`)
  }
  await grantRights(database.pool, { application: application.role, auditor: auditor.role })
  return { database, application, auditor }
}

/** They belong to the server, not to the database, so they do not go with it. */
async function dropRoles({ database, application, auditor }: ServiceRoles): Promise<void> {
  for (const { role } of [application, auditor]) {
    await database.pool.query(`DROP OWNED BY ${escapeIdentifier(role)}`)
    await database.pool.query(`DROP ROLE ${escapeIdentifier(role)}`)
  }
}
