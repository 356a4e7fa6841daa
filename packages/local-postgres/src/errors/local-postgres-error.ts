/**
 * Everything this package can refuse or fail at. Codes are a contract: programs branch on them, so one is
 * never renamed. The README has a row for each.
 */
export const localPostgresErrorCodes = [
  'invalid_options',
  'setting_refused',
  'platform_unsupported',
  'version_not_installed',
  'no_unprivileged_user',
  'cache_untrusted',
  'cache_unusable',
  'data_folder_unreachable',
  'data_folder_foreign',
  'data_folder_version',
  'data_folder_in_use',
  'password_missing',
  'server_differs',
  'port_taken',
  'disk_full',
  'start_failed',
  'start_timeout',
  'stop_timeout',
] as const

/** What went wrong, for programs. A code never changes its meaning. */
export type LocalPostgresErrorCode = (typeof localPostgresErrorCodes)[number]

/** Facts a program can act on: paths, ports, versions. Never the password. */
export type LocalPostgresErrorDetails = Readonly<Record<string, unknown>>

// A registered symbol, so that two installed copies of this package recognise each other's errors.
const brand: unique symbol = Symbol.for('@evenkeel/local-postgres/error') as never

/** What this package throws on purpose. `message` says what happened and what to do; programs read `code`. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError'
  readonly code: LocalPostgresErrorCode
  readonly details: LocalPostgresErrorDetails
  readonly [brand] = true

  constructor(
    code: LocalPostgresErrorCode,
    message: string,
    details: LocalPostgresErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/** True for an error of this package, whichever installed copy of it threw. */
export function isLocalPostgresError(value: unknown): value is LocalPostgresError {
  return value instanceof Error && brand in value
}
