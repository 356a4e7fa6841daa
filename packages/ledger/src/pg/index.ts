export { fromPg, fromPgPool, type PgClient, type PgOptions, type PgPool } from '../postgres/from-pg.ts'
