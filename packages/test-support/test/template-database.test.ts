import { randomUUID } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import { afterEach, expect, it } from 'vitest'
import { ensureTemplate } from '../src/databases/template-database.ts'
import { postgres } from '../src/databases/use-database.ts'
import { type DatabaseSchema, race } from '../src/index.ts'
import { templateName } from '../src/postgres/database-names.ts'

const { url, run } = await postgres()
const clients: Client[] = []
const made: string[] = []

afterEach(async () => {
  const client = await connect()
  for (const template of made.splice(0))
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(template)}`)
  await Promise.all(clients.splice(0).map((open) => open.end()))
})

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: url })
  clients.push(client)
  await client.connect()
  return client
}

/** A schema nobody has asked for before. */
function newSchema(prepare: DatabaseSchema['prepare']): DatabaseSchema {
  const schema = { name: 'templates', fingerprint: randomUUID(), prepare }
  made.push(templateName(schema))
  return schema
}

async function databasesNamed(client: Client, part: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE datname LIKE $1',
    [`%${part}%`],
  )
  return rows.map(({ name }) => name)
}

it('is built once when many ask at the same time', async () => {
  let built = 0
  const schema = newSchema(async () => {
    built += 1
  })

  const { values } = await race(6, async () => ensureTemplate({ client: await connect(), url, run, schema }))

  expect(new Set(values)).toEqual(new Set([templateName(schema)]))
  expect(values).toHaveLength(6)
  expect(built).toBe(1)
})

it('leaves nothing behind when it cannot be built, and is tried again', async () => {
  const client = await connect()
  let attempts = 0
  const schema = newSchema(async () => {
    attempts += 1
    if (attempts === 1) throw new Error('no wind')
  })

  await expect(ensureTemplate({ client, url, run, schema })).rejects.toThrow('"templates" could not be built')
  expect(await databasesNamed(client, 'template_templates')).toEqual([])
  await ensureTemplate({ client, url, run, schema })

  expect(await databasesNamed(client, templateName(schema))).toEqual([templateName(schema)])
})

it('lets nobody connect to it, so that it can always be copied', async () => {
  const schema = newSchema(() => Promise.resolve())
  const template = await ensureTemplate({ client: await connect(), url, run, schema })
  const visitor = new Client({ connectionString: url, database: template })
  const elsewhere = new URL(url)
  elsewhere.pathname = template

  await expect(new Client({ connectionString: elsewhere.href }).connect()).rejects.toThrow(
    'not currently accepting connections',
  )
  await visitor.end()
})

it('goes when no run has used it for a week, and stays until then', async () => {
  const client = await connect()
  const [old, recent, wanted] = [newSchema(nothing), newSchema(nothing), newSchema(nothing)]
  await ensureTemplate({ client, url, run, schema: old })
  await ensureTemplate({ client, url, run, schema: recent })
  await lastUsed(client, templateName(old), 8)
  await lastUsed(client, templateName(recent), 6)

  await ensureTemplate({ client, url, run, schema: wanted })

  expect(await databasesNamed(client, templateName(old))).toEqual([])
  expect(await databasesNamed(client, templateName(recent))).toHaveLength(1)
})

const nothing = () => Promise.resolve()

async function lastUsed(client: Client, template: string, daysAgo: number): Promise<void> {
  const day = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(template)} IS '${day}'`)
}
