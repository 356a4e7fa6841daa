import { requestBehind } from '../engine/kept-request.ts'
import { outcomeOf } from '../engine/outcome.ts'
import type { RememberedKey } from '../engine/store.ts'
import type { Question } from './flights.ts'
import { type JournalRow, journalRow, toJournal } from './rows.ts'
import { rowsOf } from './sql-connection.ts'

/**
 * What keys remember that were used before. Asked when some could not be claimed, in a later statement than the claim,
 * which sees what the claim has waited for.
 *
 * A key that came to a journal and nothing else does not say so a second time: the journal is there for ever, under the id
 * that the key was claimed with.
 */
export function readOutcomes(
  book: string,
  bookId: number,
  keys: Iterable<string>,
): Question<[key: string, memory: RememberedKey][]> {
  return {
    statement: { text: statement, values: [bookId, JSON.stringify([...keys])] },
    read: (result) =>
      rowsOf<OutcomeRow>(result).flatMap(({ key, request, outcome, journal }) => {
        const posted = journal && toJournal(book, journal)
        const text = outcome ?? (posted && outcomeOf(posted))
        return text === null ? [] : [[key, { request: requestBehind(request, posted), outcome: text }]]
      }),
  }
}

interface OutcomeRow {
  readonly key: string
  readonly request: string
  readonly outcome: string | null
  readonly journal: JournalRow | null
}

const statement = `
SELECT json_build_object(
  'key', key.key,
  'request', key.request,
  'outcome', key.outcome,
  'journal', (
    SELECT ${journalRow}
    FROM ledger.journal
    WHERE journal.book_id = $1::integer
      AND journal.id = key.journal_id
      AND key.outcome IS NULL
    LIMIT 1
  )
)::text AS row
FROM json_array_elements_text($2::text::json) AS asked (key)
CROSS JOIN LATERAL (
  SELECT claimed.*
  FROM ledger.key AS claimed
  WHERE claimed.book_id = $1::integer
    AND claimed.key = asked.key
  LIMIT 1
) AS key`
