export { fromPg, fromPgPool, type PgClient, type PgPool } from '../postgres/from-pg.ts'
