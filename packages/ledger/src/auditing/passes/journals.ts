import { utc } from '../../postgres/rows.ts'
import { countOf, type Pass, walk } from '../pass.ts'

/**
 * Every journal against its entries (I1), the journal it reverses (I9), the hold it captures (I5), the key that it was posted
 * under (I7, I8), and what is kept of its business time (I11).
 */
export const journals: Pass = {
  name: 'journals',
  rows: 'journals',
  key: [
    ['book_id', 'integer'],
    ['id', 'uuid'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000'],
  slice: (bounds) => walk('journal', ['book_id', 'id'], bounds),
  findings: `
  SELECT fact.*
  FROM slice AS journal
  LEFT JOIN ledger.book
    ON book.id = journal.book_id
  CROSS JOIN LATERAL (
    SELECT
      coalesce(sum(in_currency.entries), 0) AS entries,
      min(in_currency.first_line) AS first_line,
      max(in_currency.last_line) AS last_line,
      coalesce(bool_and(in_currency.least > 0), true) AS are_positive,
      coalesce(bool_or(in_currency.currency IS NULL), false) AS has_stranger,
      string_agg(in_currency.balance || ' ' || in_currency.currency, ', ') FILTER (WHERE in_currency.balance <> 0) AS unbalanced
    FROM (
      SELECT
        account.currency,
        count(*) AS entries,
        min(entry.line) AS first_line,
        max(entry.line) AS last_line,
        min(entry.amount) AS least,
        sum(CASE entry.side WHEN 'debit' THEN entry.amount ELSE -entry.amount END) AS balance
      FROM ledger.entry
      LEFT JOIN LATERAL (
        SELECT owner.currency
        FROM ledger.account AS owner
        WHERE owner.book_id = entry.book_id
          AND owner.id = entry.account_id
        LIMIT 1
      ) AS account ON true
      WHERE entry.journal_id = journal.id
        AND entry.book_id = journal.book_id
      GROUP BY account.currency
    ) AS in_currency
  ) AS whole
  LEFT JOIN LATERAL (
    SELECT
      key.outcome,
      key.outcome IS NULL AND key.journal_id = journal.id AS is_told_by_it
    FROM ledger.key
    WHERE key.book_id = journal.book_id
      AND key.key = journal.key
    LIMIT 1
  ) AS told ON true
  LEFT JOIN LATERAL (
    SELECT
      original.id,
      (SELECT other.id FROM ledger.journal AS other WHERE other.book_id = journal.book_id AND other.reverses = journal.reverses AND other.id < journal.id LIMIT 1) AS earlier
    FROM (SELECT) AS always
    LEFT JOIN ledger.journal AS original
      ON original.book_id = journal.book_id
     AND original.id = journal.reverses
    WHERE journal.reverses IS NOT NULL
  ) AS reversed ON true
  LEFT JOIN LATERAL (
    SELECT
      ${movements('entry.journal_id = journal.reverses', 'DESC', "CASE entry.side WHEN 'debit' THEN 'credit' ELSE 'debit' END")} AS expected,
      ${movements('entry.journal_id = journal.id', 'ASC', 'entry.side')} AS found
    WHERE reversed.id IS NOT NULL
  ) AS mirror ON true
  LEFT JOIN LATERAL (
    SELECT
      (SELECT hold.account_id FROM ledger.hold WHERE hold.book_id = journal.book_id AND hold.id = journal.captures) AS holds_on,
      (SELECT entry.account_id FROM ledger.entry WHERE entry.journal_id = journal.id AND entry.line = 1 AND entry.book_id = journal.book_id) AS taken_from,
      (
        SELECT event.recorded_at
        FROM ledger.hold_event AS event
        WHERE event.hold_id = journal.captures
          AND event.book_id = journal.book_id
          AND event.journal_id = journal.id
        LIMIT 1
      ) AS recorded_at
    WHERE journal.captures IS NOT NULL
  ) AS capture ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS entries
    FROM ledger.entry
    JOIN ledger.shifted_entry
      ON shifted_entry.book_id = entry.book_id
     AND shifted_entry.account_id = entry.account_id
     AND shifted_entry.span = ANY (ARRAY[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
     AND shifted_entry.effective_at = journal.effective_at
     AND shifted_entry.version = entry.version
    WHERE journal.effective_at <> journal.recorded_at
      AND entry.journal_id = journal.id
      AND entry.book_id = journal.book_id
  ) AS shifted ON journal.effective_at <> journal.recorded_at
  CROSS JOIN LATERAL (
    VALUES
      ('I11', 'shifted entries of journal ' || journal.id, whole.entries::text, coalesce(shifted.entries, whole.entries)::text),
      ('I1', 'book of journal ' || journal.id, 'a book', CASE WHEN book.id IS NULL THEN 'none' ELSE 'a book' END),
      ('I1', 'entries of journal ' || journal.id, journal.entry_count::text, whole.entries::text),
      (
        'I1',
        'lines of journal ' || journal.id,
        '1 to ' || journal.entry_count,
        coalesce(whole.first_line || ' to ' || whole.last_line, 'none')
      ),
      ('I1', 'number of entries of journal ' || journal.id, 'two or more', CASE WHEN whole.entries < 2 THEN whole.entries::text ELSE 'two or more' END),
      ('I1', 'amounts of journal ' || journal.id, 'more than zero', CASE WHEN whole.are_positive THEN 'more than zero' ELSE 'not all' END),
      ('I1', 'accounts of journal ' || journal.id, 'accounts of the book', CASE WHEN whole.has_stranger THEN 'not all' ELSE 'accounts of the book' END),
      ('I1', 'sum of journal ' || journal.id, 'zero in each currency', coalesce(whole.unbalanced, 'zero in each currency')),
      (
        'I7',
        'key ' || journal.key || ' of journal ' || journal.id,
        'a key that tells of it',
        CASE
          WHEN told.is_told_by_it THEN 'a key that tells of it'
          WHEN told.outcome IS NULL THEN 'none'
          WHEN position('"id":"' || journal.id || '"' IN told.outcome) = 0 THEN 'a key that tells of something else'
          ELSE 'a key that tells of it'
        END
      ),
      ('I8', 'journals of rejected key ' || journal.key, 'none', CASE WHEN told.outcome LIKE '{"rejection":%' THEN journal.id::text ELSE 'none' END),
      (
        'I9',
        'journal that ' || journal.id || ' reverses',
        journal.reverses::text,
        reversed.id::text
      ),
      ('I9', 'reversals of journal ' || journal.reverses, journal.reverses::text, coalesce(reversed.earlier, journal.reverses)::text),
      ('I9', 'entries of reversal ' || journal.id, mirror.expected, mirror.found),
      ('I5', 'account from which journal ' || journal.id || ' captures', coalesce(capture.holds_on::text, CASE WHEN journal.captures IS NOT NULL THEN 'the account of a hold of the book' END), capture.taken_from::text),
      (
        'I5',
        'time of capture ' || journal.id || ' of hold ' || journal.captures,
        CASE WHEN journal.captures IS NOT NULL THEN ${utc('journal.recorded_at')} END,
        ${utc('capture.recorded_at')}
      )
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('journal', bounds),
}

/** The entries of a journal as one text, so that a mirror can be compared with what it mirrors. */
function movements(which: string, order: 'ASC' | 'DESC', side: string): string {
  return `(
        SELECT string_agg(format('%s %s %s %s', ${side}, account.code, entry.amount, account.currency), ', ' ORDER BY entry.line ${order})
        FROM ledger.entry
        JOIN ledger.account
          ON account.book_id = entry.book_id
         AND account.id = entry.account_id
        WHERE ${which}
          AND entry.book_id = journal.book_id
      )`
}
