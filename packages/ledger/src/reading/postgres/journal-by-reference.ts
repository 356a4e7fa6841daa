import type { Journal } from '../../journals/journal.ts'
import { type JournalRow, journalRow, toJournal } from '../../postgres/rows.ts'
import { readRows, type SqlConnection } from '../../postgres/sql-connection.ts'

export async function journalOf(
  connection: SqlConnection,
  book: string,
  reference: string,
): Promise<Journal | undefined> {
  const [row] = await readRows<JournalRow>(connection, statement, [book, reference])
  return row && toJournal(book, row)
}

const statement = `
SELECT ${journalRow}::text AS row
FROM ledger.journal
WHERE journal.book_id = (SELECT id FROM ledger.book WHERE code = $1::text)
  AND journal.reference = $2::text`
