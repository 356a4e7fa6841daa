import type { Pool } from 'pg'
import type { Config } from '../config/config-schema.ts'
import { withoutSecret } from '../config/describe-config.ts'
import { findDrift } from '../database/find-drift.ts'
import { findExcessPower } from '../database/find-excess-power.ts'
import { findUnsafeSettings } from '../database/find-unsafe-settings.ts'
import { findMigrationObstacles, isNewerThanCode } from '../database/migrate.ts'
import type { Logger } from '../observability/logger.ts'
import { exitCodes } from './exit-codes.ts'
import { StartError } from './start-error.ts'

const oldestVersion = 15

/** Refuses to go on without a PostgreSQL that answers and is new enough. */
export async function checkConnection(pool: Pool, databaseUrl: string): Promise<void> {
  const where = `PostgreSQL at ${withoutSecret(databaseUrl)}`
  const fail = (message: string, options?: ErrorOptions): StartError =>
    new StartError(exitCodes.cannotConnect, message, options)
  let version: number
  try {
    const { rows } = await pool.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::integer / 10000 AS version",
    )
    version = rows[0]?.version ?? 0
  } catch (error) {
    throw fail(`${where} ${reasonOf(error)}`, { cause: error })
  }
  if (version < oldestVersion) {
    throw fail(
      `${where} is version ${version}. Upgrade it: ${oldestVersion} is the oldest that this service works with.`,
    )
  }
}

/** Refuses to go on with a database that this version cannot work on. */
export async function checkMigrations(pool: Pool): Promise<void> {
  const obstacles = await findMigrationObstacles(pool)
  if (obstacles.length === 0) return
  const reasons = obstacles.map(({ message }) => message).join(' ')
  const advice = obstacles.some(({ code }) => code === 'migrations_refused')
    ? ''
    : ' Run "evenkeel-server migrate" with the same DATABASE_URL, as a role that may create tables, then start again.'
  throw new StartError(exitCodes.migrationsDiffer, `${reasons}${advice}`)
}

/** Warns of a role that could do to the books what nobody may. Not refused: who tries the service out has one role. */
export async function warnOfPower(pool: Pool, logger: Logger): Promise<void> {
  const power = await findExcessPower(pool)
  if (power === undefined) return
  logger.warn(
    { role: power.role },
    `the role that DATABASE_URL names ${power.why}. Let the service connect as a role of its own, with the rights that migrations/ledger/roles.sql and migrations/wallet/roles.sql give it`,
  )
}

/**
 * Refuses a database that may lose what it has confirmed, and one whose triggers, constraints or grants are not as
 * the migrations built them. All that is wrong is told at once.
 */
export async function checkSafety(
  pool: Pool,
  { unsafeDatabase }: Pick<Config, 'unsafeDatabase'>,
): Promise<void> {
  const unsafe = unsafeDatabase === 'allow' ? [] : await findUnsafeSettings(pool)
  if (unsafe.length > 0) {
    throw new StartError(
      exitCodes.unsafeDatabase,
      `PostgreSQL may lose what it has confirmed. ${unsafe.join(' ')} Turn it on; for tests alone, set EVENKEEL_UNSAFE_DATABASE=allow.`,
    )
  }
  // A release that rolls out may have changed a function already; its own instances have checked it.
  const drift = (await isNewerThanCode(pool)) ? [] : await findDrift(pool)
  if (drift.length > 0) {
    throw new StartError(
      exitCodes.migrationsDiffer,
      `The database is not as the migrations built it.\n\n  ${drift.join('\n  ')}\n\nPut it right by hand: nothing was started, because books could go wrong unnoticed.`,
    )
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections. Start it, or correct DATABASE_URL.',
  ENOTFOUND: 'cannot be found by that name. Correct DATABASE_URL.',
  EAI_AGAIN:
    'cannot be found: names cannot be looked up at the moment. Try again, or write the address as a number.',
  '28P01': 'does not accept the password. Correct DATABASE_URL.',
  '28000': 'does not let this role in. Correct DATABASE_URL, or allow the role in pg_hba.conf.',
  '3D000': 'has no database of that name. Create it, or correct DATABASE_URL.',
  '57P03': 'is starting or stopping. Try again in a moment.',
  '53300': 'has no connection left. Raise max_connections, or lower EVENKEEL_DATABASE_POOL_SIZE.',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  return reasons[code] ?? `cannot be used (${[code, message].filter((text) => text !== '').join(': ')}).`
}
