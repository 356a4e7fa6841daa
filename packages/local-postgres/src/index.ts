export {
  isLocalPostgresError,
  LocalPostgresError,
  type LocalPostgresErrorCode,
  type LocalPostgresErrorDetails,
  localPostgresErrorCodes,
} from './errors/local-postgres-error.ts'
export { installCommand, type PostgresVersion } from './platform/postgres-versions.ts'
export type { Settings } from './server/settings.ts'
export type { StartOptions } from './start-options.ts'
export { type LocalPostgres, type PostgresExit, startPostgres } from './start-postgres.ts'
