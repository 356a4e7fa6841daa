import type { SqlConnection } from '../../../src/postgres/sql-connection.ts'

/** A way to talk to PostgreSQL that a host may have chosen, and how the ledger joins it. */
export interface HostKind {
  readonly name: string
  /** Where one failed statement ends the transaction, whatever is done about it, because the driver says so. */
  readonly isSpoiltForGood?: true
  /** Where a connection that breaks between two statements leaves the host's own call waiting for ever. */
  readonly isLostWhenBroken?: true
  /** At most as many connections, and no patience: whatever asks for one more fails soon instead of hanging. */
  open(settings: HostSettings): Host
}

export interface HostSettings {
  readonly url: string
  readonly connections: number
  /** How the host reads all types but text, if not in the driver's usual way. */
  readonly parse?: (value: string) => unknown
}

export interface Host {
  /** A transaction as the host would write it: committed when `work` is done, aborted when it throws. */
  transaction<T>(work: (trx: HostTrx) => Promise<T>): Promise<T>
  close(): Promise<unknown>
}

/** The host's own open transaction. */
export interface HostTrx {
  /** What the host gives the ledger. */
  readonly forLedger: SqlConnection
  /** What the host does itself, beside the ledger. */
  run(statement: string): Promise<unknown>
}

/** The types whose values the ledger could meet: int8, numeric, int4, json and jsonb, dates, uuid, bool, void. */
export const parsedTypes = [16, 20, 21, 23, 114, 1082, 1114, 1184, 1700, 2278, 2950, 3802]
