/**
 * The little that the ledger needs of a PostgreSQL driver: send one statement, get its rows. Every host's driver is
 * brought to this shape by an adapter of a few lines, so the package depends on none of them.
 *
 * Values are text, numbers or null, and statements cast them (`$2::text::json`); rows have one column of JSON text. So
 * nothing depends on which types a host's driver parses, or how it writes arrays. Only a flight can carry bytes.
 */
export interface SqlConnection {
  /** What a host's open transaction is known by, where several adapters may stand for one. */
  readonly transaction?: object
  query(text: string, values: readonly SqlValue[]): Promise<SqlResult>
  /**
   * Where plans are kept: the same of a statement that looks its rows up in a way that is right whatever the tables hold.
   * Each look-up asks for the order of the index that it is meant for, and for a limited number of rows.
   */
  lookUp?(text: string, values: readonly SqlValue[]): Promise<SqlResult>
  /**
   * Where the driver can: sends statements without waiting in between, and answers with the results of all. After one
   * that fails none of the rest is run, as if each had been awaited.
   */
  flight?(statements: readonly SqlStatement<FlightValue>[]): Promise<readonly SqlResult[]>
}

export interface SqlStatement<Value = SqlValue> {
  readonly text: string
  readonly values: readonly Value[]
}

export type SqlValue = string | number | null

/** Bytes are a value in PostgreSQL's binary form. */
export type FlightValue = SqlValue | Buffer

export interface SqlResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** The command tag's first word, where the driver tells: `COMMIT`, or `ROLLBACK` for a COMMIT that could not. */
  readonly command?: string | undefined
}

/** Reads the JSON text in the column `row` of each row. The statement beside the call says what is in it. */
export async function readRows<Row>(
  connection: SqlConnection,
  text: string,
  values: readonly SqlValue[],
): Promise<Row[]> {
  return rowsOf<Row>(await connection.query(text, values))
}

/** The same of a statement whose plan may be kept. */
export async function lookUpRows<Row>(
  connection: SqlConnection,
  text: string,
  values: readonly SqlValue[],
): Promise<Row[]> {
  const ask = connection.lookUp ?? connection.query
  return rowsOf<Row>(await ask.call(connection, text, values))
}

/** The same of a result that is there. */
export function rowsOf<Row>({ rows }: SqlResult): Row[] {
  return rows.map(({ row }) => JSON.parse(String(row)) as Row) // The type is that of the statement's own JSON.
}
