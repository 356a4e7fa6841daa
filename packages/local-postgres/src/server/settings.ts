import { LocalPostgresError } from '../errors/local-postgres-error.ts'

/** Server settings by name, as in postgresql.conf: `{ max_connections: 300, jit: false }`. */
export type Settings = Readonly<Record<string, string | number | boolean>>

// What this package decides itself: its promises (local only, one known port, one log file) hang on them.
const reserved = new Set([
  'config_file',
  'data_directory',
  'external_pid_file',
  'hba_file',
  'ident_file',
  'listen_addresses',
  'log_destination',
  'logging_collector',
  'port',
  'unix_socket_directories',
])

/** Settings as PostgreSQL reads them, or an error that names the one that cannot be passed on. */
export function parseSettings(settings: unknown): Record<string, string> {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw refusal('settings', 'must be an object of names and values')
  }
  const parsed = Object.entries(settings).map(([name, value]) => {
    if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name))
      throw refusal(name, 'is not the name of a setting')
    if (reserved.has(name.toLowerCase()))
      throw refusal(name, 'is decided by this package and cannot be changed')
    return [name.toLowerCase(), settingText(name, value)] as const
  })
  return Object.fromEntries(parsed)
}

function settingText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'string' && !value.includes('\0')) return value
  throw refusal(name, 'must be a string, a finite number or a boolean')
}

function refusal(name: string, problem: string): LocalPostgresError {
  return new LocalPostgresError('setting_refused', `The setting "${name}" ${problem}.`, { setting: name })
}
