import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freshDatabase } from '../src/index.ts'
import { connectChecked, type ServerFacts, serverVersion, whyUnfit } from '../src/postgres/check-server.ts'
import { wantedPostgres } from '../src/postgres/wanted-postgres.ts'

const fit: ServerFacts = { version: 18, role: 'tester', mayCreate: true }
const shown = 'postgres://tester@127.0.0.1/postgres'

it('runs on the version that was asked for', async () => {
  const { pool } = await freshDatabase()
  const { version: wanted } = wantedPostgres(process.env)

  const { rows } = await pool.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version`,
  )

  expect(rows[0]?.version).toBe(wanted ?? rows[0]?.version)
  expect(rows[0]?.version).toBeGreaterThanOrEqual(15)
})

it('states the version in the words of the server', async () => {
  const { url, pool } = await freshDatabase()
  const { rows } = await pool.query<{ server_version: string }>('SHOW server_version')

  const client = await connectChecked({ url, origin: 'DATABASE_URL', wantedVersion: undefined })
  const version = await serverVersion(client)
  await client.end()

  expect(version).toBe(rows[0]?.server_version)
})

it.each([
  [fit, undefined, undefined],
  [fit, 18, undefined],
  [{ ...fit, version: 14 }, undefined, /is version 14; the tests need 15 or later/],
  [fit, 17, /is version 18, and EVENKEEL_POSTGRES asks for 17/],
  [{ ...fit, mayCreate: false }, undefined, /may not create databases.*ALTER ROLE "tester" CREATEDB/],
])('judges %o, with version %s wanted', (facts, wantedVersion, refusal) => {
  const said = whyUnfit(facts, { shown, wantedVersion })

  if (refusal === undefined) expect(said).toBeUndefined()
  else expect(said).toMatch(refusal)
})

it('says that nothing answers, without the password', async () => {
  const url = `postgres://tester:s3cret@127.0.0.1:${await closedPort()}/postgres`

  const refused = connectChecked({ url, origin: 'DATABASE_URL', wantedVersion: undefined })

  await expect(refused).rejects.toThrow(/postgres:\/\/tester@127\.0\.0\.1:\d+\/postgres .*ECONNREFUSED/)
  await expect(refused).rejects.not.toThrow(/s3cret/)
})

it('refuses a role that may not create databases', async ({ skip }) => {
  const { url, name, pool } = await freshDatabase()
  const role = name.replace('test', 'role')
  const allowed = await pool.query<{ yes: boolean }>(
    'SELECT rolcreaterole OR rolsuper AS yes FROM pg_roles WHERE rolname = current_user',
  )
  skip(allowed.rows[0]?.yes !== true, 'the role of DATABASE_URL may not create roles')
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'guest'`)
  const asGuest = new URL(url)
  asGuest.username = role
  asGuest.password = 'guest'

  const refused = connectChecked({ url: asGuest.href, origin: 'DATABASE_URL', wantedVersion: undefined })

  await expect(refused).rejects.toThrow(`ALTER ROLE "${role}" CREATEDB`)
  await pool.query(`DROP ROLE ${role}`)
})

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on a port, so its address is of this kind.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
