import type { FlightValue, SqlConnection, SqlResult, SqlStatement, SqlValue } from './sql-connection.ts'

/** A statement, and what its answer means. */
export interface Question<T, Value = SqlValue> {
  readonly statement: SqlStatement<Value>
  readonly read: (result: SqlResult) => T
}

/**
 * Gathers statements until an answer is needed, then sends them together: a batch pays for two journeys over the wire and
 * not for ten. A driver that cannot send one statement before the last is answered sends them one by one.
 *
 * Only what does not depend on an answer may share a flight. What an earlier statement locked, a later one of the same
 * flight reads as it stands under the lock: they are still statements of their own.
 */
export class Flights {
  #connection: SqlConnection
  #hasDeparted = false
  #boarding: { readonly statement: SqlStatement<FlightValue>; readonly take: (result: SqlResult) => void }[] =
    []

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  /** Whether values may be bytes in PostgreSQL's binary form. */
  get carryBytes(): boolean {
    return this.#connection.flight !== undefined
  }

  /** Whether anything was sent, so that there is something to undo. */
  get hasDeparted(): boolean {
    return this.#hasDeparted
  }

  /** What is gathered and not sent yet leaves from there. */
  moveTo(connection: SqlConnection): void {
    this.#connection = connection
  }

  /** Adds a statement whose answer says nothing: that it did not fail is enough. */
  add(text: string, values: readonly FlightValue[] = []): void {
    this.#boarding.push({ statement: { text, values }, take: () => {} })
  }

  /** Adds a question. Its answer can be had once the flight has departed. */
  ask<T>({ statement, read }: Question<T, FlightValue>): () => T {
    let answer: { readonly value: T } | undefined
    const take = (result: SqlResult): void => {
      answer = { value: read(result) }
    }
    this.#boarding.push({ statement, take })
    return () => {
      if (answer === undefined) throw new Error('An answer was wanted before its question was sent.')
      return answer.value
    }
  }

  /** Sends what was gathered and waits for all answers. */
  async depart(): Promise<void> {
    const boarded = this.#boarding
    this.#boarding = []
    if (boarded.length === 0) return
    this.#hasDeparted = true
    const results = await this.#send(boarded.map(({ statement }) => statement))
    for (const [index, { take }] of boarded.entries()) {
      const result = results[index]
      if (result === undefined)
        throw new Error('A driver answered with fewer results than it was sent statements.')
      take(result)
    }
  }

  async #send(statements: readonly SqlStatement<FlightValue>[]): Promise<readonly SqlResult[]> {
    if (this.#connection.flight !== undefined) return this.#connection.flight(statements)
    const results: SqlResult[] = []
    for (const { text, values } of statements)
      results.push(await this.#connection.query(text, values.map(withoutBytes)))
    return results
  }
}

function withoutBytes(value: FlightValue): SqlValue {
  if (typeof value === 'object' && value !== null)
    throw new Error('A driver that cannot carry bytes was to send some.')
  return value
}
