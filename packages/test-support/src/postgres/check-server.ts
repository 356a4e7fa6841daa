import { Client } from 'pg'
import type { FoundPostgres } from './found-postgres.ts'
import { withoutPassword } from './postgres-url.ts'
import { oldestVersion } from './wanted-postgres.ts'

/**
 * Connects for the length of the run and makes sure that tests can work here. Each message says what to do,
 * because the person who reads it has usually just cloned the repository.
 */
export async function connectChecked({
  url,
  origin,
  wantedVersion,
}: Pick<FoundPostgres, 'url' | 'origin' | 'wantedVersion'>): Promise<Client> {
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

  const refusal = whyUnfit(await factsOf(client), { shown, wantedVersion })
  if (refusal === undefined) return client
  await client.end()
  throw new Error(refusal)
}

/** What decides whether tests can work on a server. */
export interface ServerFacts {
  readonly version: number
  readonly role: string
  readonly mayCreate: boolean
}

/** The sentence for a person when the tests cannot work here; nothing when they can. */
export function whyUnfit(
  { version, role, mayCreate }: ServerFacts,
  { shown, wantedVersion }: { shown: string; wantedVersion: number | undefined },
): string | undefined {
  if (version < oldestVersion) {
    return `PostgreSQL at ${shown} is version ${version}; the tests need ${oldestVersion} or later. Point DATABASE_URL at a newer server.`
  }
  if (wantedVersion !== undefined && version !== wantedVersion) {
    return `PostgreSQL at ${shown} is version ${version}, and EVENKEEL_POSTGRES asks for ${wantedVersion}. Make the two agree or unset one.`
  }
  if (!mayCreate) {
    return `The role "${role}" at ${shown} may not create databases, and every test file gets its own. Run: ALTER ROLE "${role}" CREATEDB`
  }
  return undefined
}

/** What the server itself says it is, as in "18.4". */
export async function serverVersion(client: Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  )
  return rows[0]?.version ?? 'of unknown version'
}

async function factsOf(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(`
    SELECT current_setting('server_version_num')::int / 10000 AS version,
           rolname AS role,
           rolcreatedb OR rolsuper AS "mayCreate"
    FROM pg_roles
    WHERE rolname = current_user`)
  const facts = rows[0]
  if (facts === undefined) throw new Error('The server does not list the role that is connected to it.')
  return facts
}

// A refused connection to a name with several addresses arrives as an AggregateError without a message.
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ')
  return cause instanceof Error ? cause.message : String(cause)
}
