import { basename } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { expect, inject } from 'vitest'
import { oncePerFile } from '../once-per-file.ts'
import { testDatabaseName } from '../postgres/database-names.ts'
import { askDesk, type PostgresAnswer } from '../postgres/postgres-on-demand.ts'
import { withDatabase, withoutPassword } from '../postgres/postgres-url.ts'
import { dropDatabase, keepDatabase } from '../postgres/test-run.ts'
import type { DatabaseSchema } from './database-schema.ts'
import { sessionsLeft } from './sessions-left.ts'
import { ensureTemplate } from './template-database.ts'
import { type OpenDatabase, openDatabase, type TestDatabase } from './test-database.ts'

const opened: OpenDatabase[] = []
const ofThisFile = oncePerFile(async () => new Map<string, Promise<TestDatabase>>())

/**
 * The database of this test file: a clone of the schema's template, dropped when the file passes and kept when it
 * fails. Called at the top of the file, where no time limit of a test or hook cuts off the first start of a server.
 *
 *     const { pool } = await useDatabase(ledgerSchema)
 */
export async function useDatabase(schema: DatabaseSchema): Promise<TestDatabase> {
  const databases = await ofThisFile()
  const key = `${schema.name} ${schema.fingerprint}`
  const database = databases.get(key) ?? freshDatabase(schema)
  databases.set(key, database)
  return database
}

/** One more database, for tests that need several. Without a schema it is empty. */
export async function freshDatabase(schema?: DatabaseSchema): Promise<TestDatabase> {
  const { url, run } = await postgres()
  const file = basename(expect.getState().testPath ?? 'test').replace(/\.\w+\.ts$/, '')
  const name = testDatabaseName({ run, subject: file })
  await asAdministrator(url, async (client) => {
    const template = schema === undefined ? 'template0' : await ensureTemplate({ client, url, run, schema })
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`)
  })
  const database = openDatabase({ name, url: withDatabase(url, name), application: `evenkeel ${file}` })
  opened.push(database)
  return database
}

/** Closes every database of the file and names what its tests left connected. */
export async function closeDatabases(): Promise<string[]> {
  if (opened.length === 0) return []
  const { url } = await postgres()
  const left = await Promise.all(opened.map((database) => database.close()))
  const sessions = await asAdministrator(url, async (client) => {
    const found: string[] = []
    for (const { name } of opened) found.push(...(await sessionsLeft(client, name)))
    return found
  })
  return [...left.flat(), ...sessions]
}

export async function dropDatabases(): Promise<void> {
  if (opened.length === 0) return
  const { url } = await postgres()
  await asAdministrator(url, async (client) => {
    for (const { name } of opened.splice(0)) await dropDatabase(client, name)
  })
}

/** Leaves the databases of a failed file for a person to look into, and says how to get there. */
export async function keepDatabases(): Promise<string[]> {
  if (opened.length === 0) return []
  const { url, howToConnect } = await postgres()
  const kept = opened.splice(0)
  await asAdministrator(url, async (client) => {
    for (const { name } of kept) await keepDatabase(client, name)
  })
  return [
    ...kept.map((database) => `Kept until the next run: psql '${withoutPassword(database.url)}'`),
    howToConnect,
  ]
}

let asked: Promise<PostgresAnswer> | undefined

/** The server of this run, asked for once per test file. */
export function postgres(): Promise<PostgresAnswer> {
  asked ??= ask()
  return asked
}

async function ask(): Promise<PostgresAnswer> {
  const address = inject('postgresDesk')
  if (address === undefined) {
    throw new Error('No PostgreSQL was offered to this run. Run vitest from the root of the repository.')
  }
  return await askDesk(address)
}

async function asAdministrator<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'evenkeel tests' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
