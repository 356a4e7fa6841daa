import { LocalPostgresError } from './errors/local-postgres-error.ts'
import { isPostgresVersion, type PostgresVersion, postgresPackages } from './platform/postgres-versions.ts'
import { parseSettings, type Settings } from './server/settings.ts'

/** Which PostgreSQL to start, where its data is, and how it behaves. */
export type StartOptions = {
  /** The major version. Default: the one the data folder was made by, 18 for a new one. */
  readonly version?: PostgresVersion | undefined
  /** Where to keep the data. Default: a temporary folder that is removed when the server stops. */
  readonly dataDir?: string | undefined
  /** The TCP port on 127.0.0.1. Default: a free one. */
  readonly port?: number | undefined
  /** Survive a crash of the machine, at the price of speed. Default: true with `dataDir`, false without. */
  readonly durable?: boolean | undefined
  /** Settings of the server, as in postgresql.conf. */
  readonly settings?: Settings | undefined
  /** How long a start may take, creation of the data folder included. Default: 60,000. */
  readonly startTimeoutMs?: number | undefined
}

/** Options that can be trusted. What the caller left out is undefined: a guest takes the server as it is. */
export type StartRequest = {
  readonly version: PostgresVersion | undefined
  readonly dataDir: string | undefined
  readonly port: number | undefined
  readonly durable: boolean | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly startTimeoutMs: number
}

const names = ['version', 'dataDir', 'port', 'durable', 'settings', 'startTimeoutMs']

export function parseStartOptions(options: Readonly<Record<string, unknown>>): StartRequest {
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw refusal(unknown, `is not an option. The options are ${names.join(', ')}`)
  const { version, dataDir, port, durable, settings, startTimeoutMs = 60_000 } = options
  if (version !== undefined && !isPostgresVersion(version)) {
    throw refusal('version', `must be one of ${Object.keys(postgresPackages).join(', ')}`)
  }
  if (dataDir !== undefined && (typeof dataDir !== 'string' || dataDir === '' || dataDir.includes('\0'))) {
    throw refusal('dataDir', 'must be the path of a folder')
  }
  if (port !== undefined && !isWholeBetween(port, 1, 65_535)) throw refusal('port', 'must be from 1 to 65535')
  if (durable !== undefined && typeof durable !== 'boolean') throw refusal('durable', 'must be true or false')
  if (!isWholeBetween(startTimeoutMs, 1000, 3_600_000)) {
    throw refusal('startTimeoutMs', 'must be from 1000 to 3600000')
  }
  return { version, dataDir, port, durable, settings: parseSettings(settings ?? {}), startTimeoutMs }
}

function isWholeBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function refusal(option: string, problem: string): LocalPostgresError {
  return new LocalPostgresError('invalid_options', `The option "${option}" ${problem}.`, { option })
}
