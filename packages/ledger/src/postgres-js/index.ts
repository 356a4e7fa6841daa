export { fromPostgresJs, type PostgresJsExecutor } from './from-postgres-js.ts'
