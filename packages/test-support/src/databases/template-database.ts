import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { templateName, templatePrefix, testDatabaseName } from '../postgres/database-names.ts'
import { withDatabase } from '../postgres/postgres-url.ts'
import { dropDatabase } from '../postgres/test-run.ts'
import type { DatabaseSchema } from './database-schema.ts'

// Spells "evkt". A lock per template would let two schemas build at once, but then nobody could clean up safely.
const templateLock = 0x65766b74
const unusedAfterDays = 7

/**
 * Builds the template of a schema once per server and returns its name. The first asker builds, the others wait
 * for the lock and find it there; a later run finds it too.
 *
 * The template is built under another name and renamed when it is whole, so one that exists is always finished,
 * whatever killed the process that made it. Nobody may connect to it afterwards: PostgreSQL refuses to copy a
 * database somebody is connected to.
 */
export async function ensureTemplate({
  client,
  url,
  run,
  schema,
}: {
  client: Client
  url: string
  run: number
  schema: DatabaseSchema
}): Promise<string> {
  const template = templateName(schema)
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  try {
    await dropUnusedTemplates(client, template)
    if (!(await exists(client, template))) await build({ client, url, run, schema, template })
    await markUsed(client, template)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock])
  }
  return template
}

async function build({
  client,
  url,
  run,
  schema,
  template,
}: {
  client: Client
  url: string
  run: number
  schema: DatabaseSchema
  template: string
}): Promise<void> {
  const unfinished = testDatabaseName({ run, subject: `template ${schema.name}` })
  await client.query(`CREATE DATABASE ${escapeIdentifier(unfinished)} TEMPLATE template0`)
  try {
    await schema.prepare(withDatabase(url, unfinished))
    await client.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} WITH ALLOW_CONNECTIONS false`)
    await client.query(
      `ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(template)}`,
    )
  } catch (cause) {
    await dropDatabase(client, unfinished)
    throw new Error(`The template database of schema "${schema.name}" could not be built.`, { cause })
  }
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  return rowCount === 1
}

async function markUsed(client: Client, template: string): Promise<void> {
  const today = new Date().toISOString().slice(0, 10)
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(template)} IS ${escapeLiteral(today)}`)
}

/** Every change of a schema leaves a template behind. One that no run has used for a week is not missed. */
async function dropUnusedTemplates(client: Client, wanted: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `
    SELECT datname AS name
    FROM pg_database
    WHERE starts_with(datname, $1)
      AND datname <> $2
      AND shobj_description(oid, 'pg_database') < (current_date - $3::int)::text`,
    [templatePrefix, wanted, unusedAfterDays],
  )
  for (const { name } of rows) await dropDatabase(client, name)
}
