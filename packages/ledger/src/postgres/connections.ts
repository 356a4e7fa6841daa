import type { SqlConnection } from './sql-connection.ts'

/** Where connections of our own come from. A pool of pg is brought to this shape by `pg/from-pg.ts`. */
export interface Connections {
  /** Runs `work` on one connection. */
  withConnection<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>
}
