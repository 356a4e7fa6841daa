import { createHash } from 'node:crypto'
import { InvalidInputError, InvariantError, NotFoundError } from '../errors/index.ts'
import { toInstant } from '../instant.ts'
import type { Connections } from '../postgres/connections.ts'
import { readBookIds } from '../postgres/find-books.ts'
import { utc } from '../postgres/rows.ts'
import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Dialect, Facts } from './dialect.ts'
import { dayOf } from './dialect.ts'
import { dialects, type ExportFormat } from './dialects/index.ts'
import * as store from './export-store.ts'
import type { Manifest } from './manifest.ts'
import { RunningTotals } from './running-totals.ts'

/** Which book to export, in which language, and of which period. */
export interface ExportOptions {
  readonly book: string
  readonly format: ExportFormat
  /** The period by the moment of recording: from this moment on, and before that one. Left out, all there is. */
  readonly from?: Date | string | undefined
  readonly to?: Date | string | undefined
  /** Takes the text, piece by piece; the next piece waits for it. */
  readonly write: (text: string) => void | Promise<void>
  /** Called now and then with how many journals were written, and of how many. */
  readonly onProgress?: ((journals: number, of: number) => void) | undefined
}

/**
 * Writes a book for another program, in one snapshot and with little memory, and answers with a manifest of what was
 * written. It throws `books_unbalanced` at the end when the book's own totals disagree: then what was written is evidence,
 * and no export.
 *
 * @example
 * ```ts
 * import { exportBook } from '@evenkeel/ledger/export'
 * import { fromPgPool } from '@evenkeel/ledger/pg'
 * import type { Pool } from 'pg'
 * declare const pool: Pool
 *
 * const { sha256 } = await exportBook(fromPgPool(pool), {
 *   book: 'main',
 *   format: 'hledger',
 *   from: '2026-10-01T00:00:00Z',
 *   to: '2026-11-01T00:00:00Z',
 *   write: (text) => void process.stdout.write(text),
 * })
 * ```
 */
export function exportBook(connections: Connections, options: ExportOptions): Promise<Manifest> {
  return connections.withConnection(async (connection) => {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [])
    try {
      return await exportIn(connection, options)
    } finally {
      await connection.query('ROLLBACK', []).catch(() => {})
    }
  })
}

async function exportIn(
  connection: SqlConnection,
  { book, format, write, onProgress, ...period }: ExportOptions,
): Promise<Manifest> {
  const dialect: Dialect = dialects[format]
  const scope = await scopeOf(connection, book, period)
  const [moment] = await readRows<Moment>(connection, readMoment, [scope.bookId])
  if (moment === undefined) throw new Error('A statement without FROM answers with one row.')
  const facts = factsOf(book, scope, moment)
  const sums = await store.readSums(connection, scope)
  const totals = new RunningTotals()
  const hash = createHash('sha256')
  let bytes = 0
  const put = async (text: string): Promise<void> => {
    if (text === '') return
    hash.update(text)
    bytes += Buffer.byteLength(text)
    await write(text)
  }

  await put(dialect.head(facts))
  for await (const currency of store.readCurrencies(connection, scope)) await put(dialect.currency(currency))
  for await (const account of store.readAccounts(connection, scope)) {
    totals.addAccount()
    await put(dialect.account(account, facts))
  }
  if (scope.from !== null) {
    for await (const account of store.readAccounts(connection, scope)) {
      totals.addOpening(account)
      if (account.opening !== '0') await put(dialect.opening(account, facts))
    }
  }
  for await (const journal of store.readJournals(connection, scope)) {
    totals.addJournal(journal)
    await put(dialect.journal(journal))
    if (totals.journals % 1_000 === 0) onProgress?.(totals.journals, sums.journals)
  }
  if (dialect.dayEnd !== undefined) {
    for await (const end of store.readDayEnds(connection, scope)) await put(dialect.dayEnd(end))
  }
  for await (const account of store.readAccounts(connection, scope)) {
    totals.addClosing(account)
    await put(dialect.closing(account, facts))
  }

  const disagreements = totals.disagreements(sums)
  if (disagreements.length > 0) {
    throw new InvariantError(
      'books_unbalanced',
      `The export of book ${book} is not to be relied on: ${disagreements.join('; ')}. Run verify to see where.`,
      { book, disagreements },
    )
  }
  return {
    format,
    book,
    ...{ from: scope.from, to: scope.to, at: moment.now, lastBatch: sums.lastBatch },
    ...{
      accounts: totals.accounts,
      journals: totals.journals,
      entries: totals.entries,
      totals: totals.byCurrency(),
    },
    ...{ bytes, sha256: hash.digest('hex') },
  }
}

async function scopeOf(
  connection: SqlConnection,
  book: string,
  period: Pick<ExportOptions, 'from' | 'to'>,
): Promise<store.Scope> {
  const [from, to] = [period.from, period.to].map((moment) =>
    moment === undefined ? null : toInstant(moment),
  )
  if (from && to && from >= to) {
    throw new InvalidInputError(
      'invalid_input',
      `A period ends after it begins: ${from} is not before ${to}.`,
    )
  }
  const bookId = (await readBookIds(connection, [book])).get(book)
  if (bookId === undefined) {
    throw new NotFoundError(
      'book_not_found',
      `There is no book ${JSON.stringify(book)} in this database. A book is there once an account was opened in it.`,
      { book },
    )
  }
  return { bookId, from: from ?? null, to: to ?? null }
}

interface Moment {
  readonly now: string
  /** The last moment at which anything was recorded; a clock that was set back may have left it in the future. */
  readonly last: string | null
}

function factsOf(book: string, { from, to }: store.Scope, { now, last }: Moment): Facts {
  // The end of a period is the first moment outside of it, so its last day is that of the moment before.
  const lastMoment =
    to === null ? [now, last ?? now].sort().at(-1) : new Date(Date.parse(to) - 1).toISOString()
  return { book, from, to, openingDay: dayOf(from ?? now), closingDay: dayOf(lastMoment ?? now) }
}

const readMoment = `
SELECT json_build_object(
  'now', ${utc('now()')},
  'last', (SELECT ${utc('max(journal.recorded_at)')} FROM ledger.journal WHERE journal.book_id = $1::integer)
)::text AS row`
