import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { TestDatabase } from '@evenkeel/test-support'
import { Client, escapeIdentifier, Pool } from 'pg'

const rolesScript = new URL('../../../../../migrations/ledger/roles.sql', import.meta.url)

export interface Roles {
  /** Everything the application may do, as that role. */
  readonly application: Pool
  /** The same for the auditor. */
  readonly auditor: Pool
  /** Runs the script once more. */
  grant(): Promise<void>
  /** Closes the pools and takes the roles away again: they belong to the server, not to the database. */
  drop(): Promise<void>
}

/** Makes two roles of names that nobody has, and runs the script that grants them what they need. */
export async function createRoles({ pool, url, name }: TestDatabase): Promise<Roles> {
  const [application, auditor] = [`${name} app`, `${name} "audit"`]
  const password = randomBytes(16).toString('hex')
  for (const role of [application, auditor]) {
    await pool.query(`CREATE ROLE ${escapeIdentifier(role)} LOGIN PASSWORD '${password}'`)
  }
  const script = await grantScript(application, auditor)
  const grant = async (): Promise<void> => void (await pool.query(script))
  await grant()
  const pools = [application, auditor].map((user) => poolAs(url, user, password))
  return {
    application: pools[0] as Pool, // There are two names, so there are two pools.
    auditor: pools[1] as Pool,
    grant,
    drop: async () => {
      await Promise.all(pools.map((each) => each.end()))
      for (const role of [application, auditor]) {
        await pool.query(`DROP OWNED BY ${escapeIdentifier(role)}`)
        await pool.query(`DROP ROLE ${escapeIdentifier(role)}`)
      }
    },
  }
}

/** The script as psql reads it: `:"name"` is a variable of psql, quoted as an identifier. */
async function grantScript(application: string, auditor: string): Promise<string> {
  const script = await readFile(rolesScript, 'utf8')
  return script
    .replaceAll(':"application"', escapeIdentifier(application))
    .replaceAll(':"auditor"', escapeIdentifier(auditor))
}

function poolAs(url: string, user: string, password: string): Pool {
  const { host, port, database } = new Client({ connectionString: url })
  return new Pool({ host, port, database: database ?? '', user, password })
}
