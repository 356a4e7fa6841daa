import { Client } from 'pg'
import { withoutPassword } from './postgres-url.ts'
import { oldestVersion } from './wanted-postgres.ts'

/**
 * Connects for the length of the run and makes sure that tests can work here. Each message says what to do,
 * because the person who reads it has usually just cloned the repository.
 */
export async function connectChecked({ url, origin }: { url: string; origin: string }): Promise<Client> {
  const shown = withoutPassword(url)
  const client = new Client({ connectionString: url, application_name: 'evenkeel tests' })
  // The server may go before we do. The next statement says so; an unhandled event would end the run.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    throw new Error(
      `PostgreSQL at ${shown} (${origin}) cannot be reached: ${reasonOf(cause)}. ` +
        'Start that server or correct DATABASE_URL; without DATABASE_URL the tests start a server of their own.',
      { cause },
    )
  }

  const refusal = await whyUnfit(client, shown)
  if (refusal === undefined) return client
  await client.end()
  throw new Error(refusal)
}

/** What the server itself says it is, as in "18.4". */
export async function serverVersion(client: Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  )
  return rows[0]?.version ?? 'of unknown version'
}

async function whyUnfit(client: Client, shown: string): Promise<string | undefined> {
  const { rows } = await client.query<{ version: number; name: string; may_create: boolean }>(`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           rolname AS name,
           rolcreatedb OR rolsuper AS may_create
    FROM pg_roles
    WHERE rolname = current_user`)
  const role = rows[0]
  if (role === undefined) return `PostgreSQL at ${shown} does not know the role that connected.`
  if (role.version < oldestVersion) {
    return `PostgreSQL at ${shown} is version ${role.version}; the tests need ${oldestVersion} or later. Point DATABASE_URL at a newer server.`
  }
  if (!role.may_create) {
    return `The role "${role.name}" at ${shown} may not create databases, and every test file gets its own. Run: ALTER ROLE "${role.name}" CREATEDB`
  }
  return undefined
}

// A refused connection to a name with several addresses arrives as an AggregateError without a message.
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ')
  return cause instanceof Error ? cause.message : String(cause)
}
