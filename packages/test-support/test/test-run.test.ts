import { Client, escapeIdentifier } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { postgres } from '../src/databases/use-database.ts'
import { testDatabaseName } from '../src/postgres/database-names.ts'
import { beginRun, keepDatabase } from '../src/postgres/test-run.ts'

const { url } = await postgres()
const clients: Client[] = []
let client: Client

beforeEach(async () => {
  client = await connect()
})

afterEach(async () => {
  await Promise.all(clients.splice(0).map((open) => open.end()))
})

async function connect(): Promise<Client> {
  const opened = new Client({ connectionString: url })
  clients.push(opened)
  await opened.connect()
  return opened
}

async function createDatabase(run: number): Promise<string> {
  const name = testDatabaseName({ run, subject: 'test-run' })
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`)
  return name
}

async function exists(name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  return rowCount === 1
}

it('drops at its end what its files left, and leaves what they kept', async () => {
  const run = await beginRun(client)
  const left = await createDatabase(run.id)
  const kept = await createDatabase(run.id)
  await keepDatabase(client, kept)

  await run.end()

  expect(await exists(left)).toBe(false)
  expect(await exists(kept)).toBe(true)
  await client.query(`DROP DATABASE ${escapeIdentifier(kept)}`)
})

it('drops at its start what a run that is over left or kept', async () => {
  const earlier = await connect()
  const { id } = await beginRun(earlier)
  const left = await createDatabase(id)
  const kept = await createDatabase(id)
  await keepDatabase(client, kept)
  await earlier.end()

  await beginRun(client)

  expect(await exists(left)).toBe(false)
  expect(await exists(kept)).toBe(false)
})

it('leaves the databases of a run that goes on alone', async () => {
  const other = await beginRun(await connect())
  const theirs = await createDatabase(other.id)

  const ours = await beginRun(client)
  await ours.end()

  expect(await exists(theirs)).toBe(true)
  await other.end()
  expect(await exists(theirs)).toBe(false)
})
