import type { SqlConnection } from './sql-connection.ts'

/** Where connections of our own come from. A pool of pg is brought to this shape by `pg/from-pg.ts`. */
export interface Connections {
  /** Runs `work` on one connection. */
  withConnection<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>
  /** For whoever cannot say beforehand when it is done. */
  open(): Promise<OpenConnection>
}

/** A connection that is to be given back once, with what went wrong last on it if anything did. */
export interface OpenConnection {
  readonly connection: SqlConnection
  release(failure?: unknown): void
}
