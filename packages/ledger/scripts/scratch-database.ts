import { Client } from 'pg'

/**
 * The version whose catalogs the committed dumps show: others keep some facts elsewhere, NOT NULL above all.
 */
const pinnedVersion = 18

/**
 * An empty database on PostgreSQL 18: on the server of `DATABASE_URL` when that is one, else on one of our
 * own.
 */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env['DATABASE_URL']
  if (given && (await majorVersion(given)) === pinnedVersion) return onServer(given, work)

  // Imported here, so that a machine with a PostgreSQL 18 of its own needs no other.
  const { startPostgres } = await import('@evenkeel/local-postgres')
  const server = await startPostgres({ version: pinnedVersion, durable: false })
  try {
    return await onServer(server.url, work)
  } finally {
    await server.stop()
  }
}

async function onServer<T>(serverUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `evenkeel_schema_dump_${process.pid}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
  try {
    return await work(url.href)
  } finally {
    await withClient(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
  }
}

async function majorVersion(url: string): Promise<number> {
  const { rows } = await withClient(url, (client) => client.query('SHOW server_version_num'))
  return Math.floor(Number(rows[0].server_version_num) / 10_000)
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
