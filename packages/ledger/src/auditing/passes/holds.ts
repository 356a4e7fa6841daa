import { utc } from '../../postgres/rows.ts'
import { countOf, type Pass, walk } from '../pass.ts'

/** Every hold against the events of its life and the journals it became (I5), its account (I4) and its key (I7, I8). */
export const holds: Pass = {
  name: 'holds',
  rows: 'holds',
  key: [
    ['book_id', 'integer'],
    ['id', 'uuid'],
  ],
  start: ['-2147483648', '00000000-0000-0000-0000-000000000000'],
  slice: (bounds) => walk('hold', ['book_id', 'id'], bounds),
  findings: `
  SELECT fact.*
  FROM slice AS hold
  LEFT JOIN LATERAL (
    SELECT owner.code
    FROM ledger.account AS owner
    WHERE owner.book_id = hold.book_id
      AND owner.id = hold.account_id
    LIMIT 1
  ) AS account ON true
  LEFT JOIN LATERAL (
    SELECT key.outcome
    FROM ledger.key
    WHERE key.book_id = hold.book_id
      AND key.key = hold.key
    LIMIT 1
  ) AS told ON true
  CROSS JOIN LATERAL (
    SELECT
      (array_agg(event.type ORDER BY event.version))[1] AS first_type,
      (array_agg(event.amount ORDER BY event.version))[1] AS first_amount,
      (array_agg(event.recorded_at ORDER BY event.version))[1] AS first_at,
      (array_agg(event.type ORDER BY event.version DESC))[1] AS last_type,
      (array_agg(event.recorded_at ORDER BY event.version DESC))[1] AS last_at,
      count(*) FILTER (WHERE event.type = 'placed') AS placed,
      count(*) FILTER (WHERE event.account_id <> hold.account_id) AS elsewhere,
      coalesce(sum(CASE event.type WHEN 'placed' THEN event.amount ELSE -event.amount END), 0) AS held,
      coalesce(bool_or(event.type IN ('voided', 'expired') AND event.version < event.last_version), false) AS goes_on,
      count(*) FILTER (WHERE (event.type = 'captured') <> (event.journal_id IS NOT NULL)) AS misnamed,
      count(*) FILTER (WHERE event.type = 'captured' AND event.captures IS DISTINCT FROM hold.id) AS unfounded,
      coalesce(sum(event.taken), 0) AS captured
    FROM (
      SELECT
        own.*,
        max(own.version) OVER () AS last_version,
        journal.captures,
        journal.taken
      FROM ledger.hold_event AS own
      LEFT JOIN LATERAL (
        SELECT
          header.captures,
          (SELECT entry.amount FROM ledger.entry WHERE entry.journal_id = header.id AND entry.line = 1 AND entry.book_id = header.book_id) AS taken
        FROM ledger.journal AS header
        WHERE header.book_id = own.book_id
          AND header.id = own.journal_id
        LIMIT 1
      ) AS journal ON true
      WHERE own.hold_id = hold.id
        AND own.book_id = hold.book_id
    ) AS event
  ) AS life
  CROSS JOIN LATERAL (
    VALUES
      ('I4', 'account of hold ' || hold.id, 'an account of the book', CASE WHEN account.code IS NULL THEN 'none' ELSE 'an account of the book' END),
      ('I5', 'first event of hold ' || hold.id, 'placed', life.first_type),
      ('I5', 'amount placed by hold ' || hold.id, hold.amount::text, life.first_amount::text),
      ('I5', 'time of placing hold ' || hold.id, ${utc('life.first_at')}, ${utc('hold.placed_at')}),
      ('I5', 'events that place hold ' || hold.id, '1', life.placed::text),
      ('I5', 'events of hold ' || hold.id || ' on other accounts', '0', life.elsewhere::text),
      ('I5', 'what hold ' || hold.id || ' still holds', CASE hold.status WHEN 'open' THEN hold.amount - hold.captured ELSE 0 END::text, life.held::text),
      ('I5', 'events of hold ' || hold.id, 'nothing after its end', CASE WHEN life.goes_on THEN 'more' ELSE 'nothing after its end' END),
      ('I5', 'events of hold ' || hold.id || ' that name a journal', 'its captures alone', CASE WHEN life.misnamed > 0 THEN 'others' ELSE 'its captures alone' END),
      ('I5', 'journals that capture hold ' || hold.id, 'one for each event that says so', CASE WHEN life.unfounded > 0 THEN 'others' ELSE 'one for each event that says so' END),
      ('I5', 'captured of hold ' || hold.id || ', from its journals', life.captured::text, hold.captured::text),
      ('I5', 'captured of hold ' || hold.id, 'from 0 to ' || hold.amount, CASE WHEN hold.captured BETWEEN 0 AND hold.amount THEN 'from 0 to ' || hold.amount ELSE hold.captured::text END),
      ('I5', 'what open hold ' || hold.id || ' still holds', 'more than zero', CASE WHEN hold.status = 'open' AND life.held <= 0 THEN life.held::text ELSE 'more than zero' END),
      ('I5', 'last event of hold ' || hold.id, CASE hold.status WHEN 'open' THEN life.last_type ELSE hold.status END, life.last_type),
      (
        'I5',
        'end of hold ' || hold.id,
        CASE hold.status WHEN 'open' THEN NULL WHEN 'expired' THEN ${utc('hold.expires_at')} ELSE ${utc('life.last_at')} END,
        ${utc('hold.ended_at')}
      ),
      (
        'I5',
        'end of expired hold ' || hold.id,
        CASE WHEN hold.status = 'expired' AND hold.ended_at > life.last_at THEN 'until ' || ${utc('life.last_at')} ELSE ${utc('hold.ended_at')} END,
        ${utc('hold.ended_at')}
      ),
      (
        'I7',
        'key ' || hold.key || ' of hold ' || hold.id,
        'a key that tells of it',
        CASE
          WHEN told.outcome IS NULL THEN 'none'
          WHEN position('"id":"' || hold.id || '"' IN told.outcome) = 0 THEN 'a key that tells of something else'
          ELSE 'a key that tells of it'
        END
      ),
      ('I8', 'holds of rejected key ' || hold.key, 'none', CASE WHEN told.outcome LIKE '{"rejection":%' THEN hold.id::text ELSE 'none' END)
  ) AS fact (invariant, place, expected, found)
  WHERE fact.expected IS DISTINCT FROM fact.found`,
  count: (bounds) => countOf('hold', bounds),
}
