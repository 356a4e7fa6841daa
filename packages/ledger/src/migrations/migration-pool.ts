/**
 * What is asked of a pool: the shape of `pg`'s, without depending on it.
 *
 * A file that cannot run in a transaction needs two connections at once, and so does naming who holds a lock;
 * a pool of one is enough for everything else.
 */
export interface MigrationPool {
  connect(): Promise<MigrationClient>
}

/** One connection out of the pool. */
export interface MigrationClient extends SqlClient {
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
  /** With an error, the connection is closed and not used again. */
  release(error?: Error): void
}

/** Whatever runs SQL. Only text is sent: PostgreSQL's simple protocol, which any pooler passes on. */
export interface SqlClient {
  query(sql: string): Promise<SqlResult>
}

/** What is used of the answer to a statement. */
export interface SqlResult {
  readonly rows: readonly unknown[]
  readonly command: string
}
