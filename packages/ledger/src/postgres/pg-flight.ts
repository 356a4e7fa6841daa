import { createHash } from 'node:crypto'
import type { FlightValue, SqlResult, SqlStatement } from './sql-connection.ts'

/** What is used of the connection inside a `pg` client: the messages of PostgreSQL's extended protocol. */
export interface PgConnection {
  readonly stream: { cork?(): void; uncork?(): void }
  parse(message: { name: string; text: string; types?: number[] }): void
  bind(message: { portal: string; statement: string; values: (string | Buffer | null)[] }): void
  execute(message: { portal: string; rows: number }): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
}

/**
 * Statements that leave together, as something a `pg` client accepts in the place of a query (as it does a cursor). It
 * works on a client of any pool, whatever its settings.
 *
 * There is one Sync, at the end. PostgreSQL skips everything up to it once a statement has failed, so a COMMIT at the end
 * is run if all before it succeeded and not otherwise. The driver's own pipelining has a Sync after each statement: were
 * BEGIN cancelled there, each of the rest would commit by itself.
 *
 * Statements are prepared under the hash of their text: parsing and planning ours takes longer than running them. Which
 * of them a connection has is remembered beside it. One that was parsed in a flight that failed may be there or not,
 * so it is closed, which is never an error, and parsed again.
 */
export class PgFlight {
  readonly statements: readonly SqlStatement<FlightValue>[]
  /** Called once; `pg` puts its own in between where a time-out is set for queries. */
  callback: (error: Error | null, results?: readonly SqlResult[]) => void
  readonly answered: Promise<readonly SqlResult[]>
  readonly #prepare: boolean
  readonly #results: SqlResult[] = []
  #rows: Record<string, unknown>[] = []
  #parsed: string[] = []

  constructor(statements: readonly SqlStatement<FlightValue>[], { prepare }: { readonly prepare: boolean }) {
    const { promise, resolve, reject } = Promise.withResolvers<readonly SqlResult[]>()
    this.statements = statements
    this.#prepare = prepare
    this.answered = promise
    this.callback = (error, results = []) => (error === null ? resolve(results) : reject(error))
  }

  submit(connection: PgConnection): void {
    // In one write: the network would carry each message by itself otherwise.
    connection.stream.cork?.()
    try {
      for (const statement of this.statements) this.#send(connection, statement)
      connection.sync()
    } finally {
      connection.stream.uncork?.()
    }
  }

  #send(connection: PgConnection, { text, values }: SqlStatement<FlightValue>): void {
    // What begins and ends a transaction is not worth a name.
    const name = this.#prepare && values.length > 0 ? nameOf(text) : ''
    if (!preparedOn(connection).has(name)) {
      if (name !== '') connection.close({ type: 'S', name })
      connection.parse({ name, text })
      if (name !== '') this.#parsed.push(name)
    }
    connection.bind({
      portal: '',
      statement: name,
      values: values.map((value) => (typeof value === 'number' ? String(value) : value)),
    })
    connection.execute({ portal: '', rows: 0 })
  }

  /** Our rows have one column of text; nobody asked for its description. */
  handleDataRow({ fields }: { readonly fields: readonly unknown[] }): void {
    this.#rows.push({ row: fields[0] })
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#results.push({ rows: this.#rows, command: text.split(' ')[0] })
    this.#rows = []
  }

  handleReadyForQuery(connection: PgConnection): void {
    const prepared = preparedOn(connection)
    for (const name of this.#parsed) prepared.add(name)
    this.callback(null, this.#results)
  }

  handleError(error: Error, connection: PgConnection): void {
    // Somebody deallocated them, or a column has another type than when they were parsed: all are parsed anew.
    const { code } = error as Error & { code?: unknown } // Errors of PostgreSQL carry a SQLSTATE.
    if (code === '26000' || code === '0A000') preparedOn(connection).clear()
    this.callback(error)
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

const prepared = new WeakMap<PgConnection, Set<string>>()

function preparedOn(connection: PgConnection): Set<string> {
  const names = prepared.get(connection) ?? new Set()
  prepared.set(connection, names)
  return names
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `evenkeel_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
