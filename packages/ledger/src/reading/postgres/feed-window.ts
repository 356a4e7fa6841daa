import { InvalidInputError, InvariantError } from '../../errors/index.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'

/** What a snapshot of the database saw: its text as PostgreSQL writes it, and the highest batch in it. */
export interface Sight {
  readonly snapshot: string
  readonly batch: number
}

/** Before anything. */
export const noSight: Sight = { snapshot: '1:1:', batch: 0 }

/**
 * Takes a sight of the database as it is now, to be the end of a window that began at an earlier one.
 *
 * The ids of transactions are the database's own, and two things break them: a cursor that is ahead of the database,
 * which was restored from an older copy; and rows that are, which were brought by a dump. Either way events would be
 * missed in silence, so both are refused.
 */
export async function takeSight(connection: SqlConnection, since: Sight): Promise<Sight> {
  const [row] = await readRows<Row>(connection, statement, [since.snapshot])
  if (row === undefined) throw new Error('PostgreSQL did not tell its snapshot.')
  if (row.has_written) {
    throw new InvalidInputError(
      'invalid_input',
      'The feed cannot be read in a transaction that has written: what it wrote is not in the feed before it commits. ' +
        'Read the feed first, or on another connection.',
    )
  }
  if (row.is_ahead || row.is_foreign) {
    throw new InvariantError(
      'history_broken',
      row.is_ahead
        ? 'The cursor is ahead of this database, which was restored from an older copy. Read the feed from the start.'
        : 'The database has events of transactions that it has not come to yet, so they were brought from another one. ' +
            'Move its transaction counter past theirs (pg_resetwal) before the feed is read.',
    )
  }
  return { snapshot: row.snapshot, batch: row.batch }
}

interface Row {
  readonly snapshot: string
  readonly batch: number
  readonly has_written: boolean
  readonly is_ahead: boolean
  readonly is_foreign: boolean
}

const highestBatch = (table: string): string => `
      SELECT max(${table}.batch)
      FROM ledger.${table}`

// What is visible here and of a transaction that this snapshot has not come to was brought from elsewhere.
const isForeign = (table: string): string => `coalesce((
      SELECT ${table}.transaction_id
      FROM ledger.${table}
      ORDER BY ${table}.transaction_id DESC
      LIMIT 1
    ) >= pg_snapshot_xmax(pg_current_snapshot()), false)`

const statement = `
SELECT json_build_object(
  'snapshot', pg_current_snapshot()::text,
  'batch', coalesce(greatest((${highestBatch('journal')}
    ), (${highestBatch('hold_event')}
    )), 0),
  'has_written', pg_current_xact_id_if_assigned() IS NOT NULL,
  'is_ahead', pg_snapshot_xmax($1::text::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()),
  'is_foreign', ${isForeign('journal')} OR ${isForeign('hold_event')}
)::text AS row`
