import { utc } from '../../postgres/rows.ts'
import { countOf, type Pass, walk } from '../pass.ts'
import { requestOfJournal } from '../request-of-journal.ts'

/**
 * Every key against what it has told its caller: I7. The journal it tells of is the journal that is kept, to the last
 * field; so are its hold, as far as nothing has happened to it since; so is each balance, at its version. Where the journal
 * itself is the answer, it is held against what the key asked for.
 *
 * An outcome that is no JSON makes PostgreSQL itself refuse the statement, which finds it too. Asking first whether a text
 * is JSON takes PostgreSQL 16.
 */
export const keys: Pass = {
  name: 'keys',
  rows: 'keys',
  key: [
    ['book_id', 'integer'],
    ['key', 'text'],
  ],
  start: ['-2147483648', ''],
  slice: (bounds) => walk('key', ['book_id', 'key'], bounds),
  findings: `
  SELECT checked.*
  FROM (
  -- Materialized in two steps, so that each outcome is parsed once and not once for each of its parts.
  WITH answered AS MATERIALIZED (
    SELECT
      slice.book_id,
      slice.key,
      slice.request,
      slice.outcome,
      slice.outcome::jsonb AS answer,
      slice.journal_id,
      slice.outcome IS NULL AND EXISTS (
        SELECT
        FROM ledger.journal
        WHERE journal.book_id = slice.book_id
          AND journal.id = slice.journal_id
          AND journal.key = slice.key
      ) AS is_told_by_journal
    FROM slice
  ),
  told AS MATERIALIZED (
    SELECT
      answered.book_id,
      answered.key,
      book.code AS book,
      answered.request,
      answered.outcome,
      answered.is_told_by_journal,
      answered.journal_id,
      answered.answer #> '{result,journal}' AS journal,
      answered.answer #> '{result,hold}' AS hold,
      answered.answer #> '{result,account}' AS account,
      coalesce(answered.answer #> '{result,balances}', '[]')
        || coalesce('[]' || (answered.answer #> '{result,account,balance}'), '[]') AS balances
    FROM answered
    LEFT JOIN ledger.book
      ON book.id = answered.book_id
  )
  SELECT fact.*
  FROM told AS key
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object(
      'id', journal.id,
      'book', key.book,
      'key', journal.key,
      'kind', journal.kind,
      'description', journal.description,
      'reference', journal.reference,
      'effectiveAt', ${utc('journal.effective_at')},
      'recordedAt', ${utc('journal.recorded_at')},
      'metadata', journal.metadata,
      'reverses', journal.reverses,
      'captures', journal.captures,
      'entries', (
        SELECT jsonb_agg(
          jsonb_build_object(
            'account', account.code,
            'side', entry.side,
            'amount', jsonb_build_object('amount', entry.amount::text, 'currency', account.currency),
            'after', ${balance('account.code', 'account.currency', 'entry')}
          )
          ORDER BY entry.line
        )
        FROM ledger.entry
        JOIN ledger.account
          ON account.book_id = entry.book_id
         AND account.id = entry.account_id
        WHERE entry.journal_id = journal.id
          AND entry.book_id = journal.book_id
      )
    ) AS value
    FROM ledger.journal
    WHERE journal.book_id = key.book_id
      AND journal.id = (key.journal ->> 'id')::uuid
  ) AS kept_journal ON true
  LEFT JOIN LATERAL (
    SELECT
      jsonb_build_object(
        'kind', asked.value -> 'kind',
        'description', asked.value -> 'description',
        'reference', asked.value -> 'reference',
        'metadata', coalesce(asked.value -> 'metadata', '{}'),
        'effectiveAt', coalesce(asked.value ->> 'effectiveAt', ${utc('journal.recorded_at')}),
        'entries', (
          SELECT jsonb_agg(entry.value - 'condition' ORDER BY entry.line)
          FROM jsonb_array_elements(asked.value -> 'entries') WITH ORDINALITY AS entry (value, line)
        )
      ) AS asked,
      jsonb_build_object(
        'kind', journal.kind,
        'description', journal.description,
        'reference', journal.reference,
        'metadata', journal.metadata,
        'effectiveAt', ${utc('journal.effective_at')},
        'entries', (
          SELECT jsonb_agg(
            jsonb_build_object(
              'account', account.code,
              'side', entry.side,
              'amount', jsonb_build_object('amount', entry.amount::text, 'currency', account.currency)
            )
            ORDER BY entry.line
          )
          FROM ledger.entry
          JOIN ledger.account
            ON account.book_id = entry.book_id
           AND account.id = entry.account_id
          WHERE entry.journal_id = journal.id
            AND entry.book_id = journal.book_id
            AND asked.value ? 'entries'
        )
      ) AS kept
    FROM ledger.journal
    CROSS JOIN LATERAL (SELECT CASE WHEN key.request NOT LIKE 'sha256:%' THEN key.request::jsonb END AS value) AS asked
    WHERE key.is_told_by_journal
      AND key.request NOT LIKE 'sha256:%'
      AND journal.book_id = key.book_id
      AND journal.id = key.journal_id
  ) AS wish ON true
  LEFT JOIN LATERAL (
    SELECT 'sha256:' || encode(sha256(convert_to(${requestOfJournal}, 'UTF8')), 'base64') AS digest
    FROM ledger.journal
    WHERE key.is_told_by_journal
      AND key.request LIKE 'sha256:%'
      AND journal.book_id = key.book_id
      AND journal.id = key.journal_id
  ) AS witness ON true
  LEFT JOIN LATERAL (
    SELECT
      hold.id,
      hold.status,
      jsonb_build_object(
        'id', hold.id,
        'book', key.book,
        'key', hold.key,
        'account', account.code,
        'amount', jsonb_build_object('amount', hold.amount::text, 'currency', account.currency),
        'kind', hold.kind,
        'description', hold.description,
        'metadata', hold.metadata,
        'placedAt', ${utc('hold.placed_at')}
      ) AS lasting,
      jsonb_build_object(
        'captured', jsonb_build_object('amount', hold.captured::text, 'currency', account.currency),
        'expiresAt', ${utc('hold.expires_at')}
      ) AS changing,
      jsonb_build_object('status', hold.status, 'endedAt', ${utc('hold.ended_at')}) AS ending,
      NOT EXISTS (
        SELECT
        FROM ledger.hold_event AS later
        CROSS JOIN jsonb_array_elements(key.balances) AS told
        WHERE later.hold_id = hold.id
          AND later.book_id = hold.book_id
          AND later.type <> 'expired'
          AND told ->> 'account' = account.code
          AND later.version > (told ->> 'version')::bigint
      ) AS is_last
    FROM ledger.hold
    JOIN ledger.account
      ON account.book_id = hold.book_id
     AND account.id = hold.account_id
    WHERE hold.book_id = key.book_id
      AND hold.id = (key.hold ->> 'id')::uuid
  ) AS kept_hold ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object(
      'id', account.id,
      'book', key.book,
      'code', account.code,
      'type', account.type,
      'normalSide', CASE WHEN account.type IN ('asset', 'expense') THEN 'debit' ELSE 'credit' END,
      'currency', account.currency,
      'scale', account.scale,
      'floor', CASE WHEN account.floor IS NOT NULL THEN jsonb_build_object('amount', account.floor::text, 'currency', account.currency) END,
      'ceiling', CASE WHEN account.ceiling IS NOT NULL THEN jsonb_build_object('amount', account.ceiling::text, 'currency', account.currency) END,
      'metadata', account.metadata,
      'openedAt', ${utc('account.opened_at')}
    ) AS value
    FROM ledger.account
    WHERE account.book_id = key.book_id
      AND account.code = key.account ->> 'code'
  ) AS kept_account ON true
  CROSS JOIN LATERAL (
    VALUES
      (
        'outcome of key ' || key.key,
        'an outcome that can be replayed to the letter',
        CASE
          WHEN key.is_told_by_journal THEN 'an outcome that can be replayed to the letter'
          WHEN key.outcome LIKE ANY (ARRAY['{"result":{%', '{"rejection":{%']) AND key.outcome = ${compact('key.outcome')}
            THEN 'an outcome that can be replayed to the letter'
          ELSE coalesce(left(key.outcome, 100), 'none')
        END
      ),
      (
        'request of key ' || key.key,
        'canonical JSON',
        CASE
          WHEN witness.digest IS NOT NULL THEN 'canonical JSON'
          WHEN key.request LIKE '{%' AND key.request = ${compact('key.request')} AND key.request::jsonb IS NOT NULL AND (
            SELECT array_agg(name ORDER BY place) = array_agg(name ORDER BY name COLLATE "C")
            FROM json_object_keys(key.request::json) WITH ORDINALITY AS member (name, place)
          )
            THEN 'canonical JSON'
          ELSE left(key.request, 100)
        END
      ),
      ('journal under key ' || key.key, ${unlike('kept_journal.value', 'key.journal')}),
      ('request of key ' || key.key || ' and its journal', ${unlike('wish.asked', 'wish.kept')}),
      ('request of key ' || key.key || ' and its journal', CASE WHEN witness.digest IS NOT NULL THEN key.request END, witness.digest),
      ('hold under key ' || key.key, ${unlike('kept_hold.lasting', "(key.hold - ARRAY['captured', 'status', 'endedAt', 'expiresAt'])")}),
      (
        'hold ' || kept_hold.id || ' as it was last told, under key ' || key.key,
        CASE WHEN kept_hold.is_last THEN kept_hold.changing || CASE kept_hold.status WHEN 'expired' THEN '{}' ELSE kept_hold.ending END END::text,
        CASE
          WHEN kept_hold.is_last THEN jsonb_build_object('captured', key.hold -> 'captured', 'expiresAt', key.hold -> 'expiresAt')
            || CASE kept_hold.status WHEN 'expired' THEN '{}' ELSE jsonb_build_object('status', key.hold -> 'status', 'endedAt', key.hold -> 'endedAt') END
        END::text
      ),
      ('account under key ' || key.key, ${unlike('kept_account.value', "(key.account - ARRAY['balance', 'status'])")})
  ) AS told (place, expected, found)
  CROSS JOIN LATERAL (SELECT 'I7' AS invariant, told.place, told.expected, told.found) AS fact
  WHERE fact.expected IS DISTINCT FROM fact.found
  UNION ALL
  SELECT 'I7', 'balance of ' || (one ->> 'account') || ' under key ' || told.key, kept.value::text, one::text
  FROM told
  CROSS JOIN LATERAL jsonb_array_elements(told.balances) AS one
  LEFT JOIN LATERAL (
    SELECT ${balance('account.code', 'account.currency', 'step')} AS value
    FROM ledger.account
    CROSS JOIN LATERAL (
      SELECT entry.version, entry.posted, entry.held
      FROM ledger.entry
      WHERE entry.book_id = account.book_id
        AND entry.account_id = account.id
        AND entry.version = (one ->> 'version')::bigint
      UNION ALL
      SELECT event.version, event.posted, event.held
      FROM ledger.hold_event AS event
      WHERE event.book_id = account.book_id
        AND event.account_id = account.id
        AND event.version = (one ->> 'version')::bigint
      UNION ALL
      SELECT 0, 0, 0
      WHERE one ->> 'version' = '0'
    ) AS step
    WHERE account.book_id = told.book_id
      AND account.code = one ->> 'account'
    LIMIT 1
  ) AS kept ON true
  WHERE kept.value IS DISTINCT FROM one
  ) AS checked`,
  count: (bounds) => countOf('key', bounds),
}

/** What an account held after a step, as it is told. */
function balance(code: string, currency: string, step: string): string {
  const inCurrency = (amount: string): string =>
    `jsonb_build_object('amount', (${amount})::text, 'currency', ${currency})`
  return `jsonb_build_object(
    'account', ${code},
    'posted', ${inCurrency(`${step}.posted`)},
    'held', ${inCurrency(`${step}.held`)},
    'usable', ${inCurrency(`${step}.posted - ${step}.held`)},
    'version', ${step}.version
  )`
}

/** JSON text without the space between its parts. Strings are matched first, so that space in them stays. */
function compact(text: string): string {
  // Most texts hold no space at all, and to look for one costs next to nothing.
  return String.raw`CASE WHEN ${text} ~ '\s' THEN regexp_replace(${text}, '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') ELSE ${text} END`
}

/**
 * Of two JSON objects the members in which they differ, as text, and nothing where they are the same: most are never
 * written out.
 */
function unlike(expected: string, found: string): string {
  const differing = (one: string, other: string): string => `CASE
        WHEN ${expected} IS DISTINCT FROM ${found} THEN (
          SELECT jsonb_object_agg(member.name, member.value)
          FROM jsonb_each(${one}) AS member (name, value)
          WHERE member.value IS DISTINCT FROM coalesce(${other}, '{}') -> member.name
        )::text
      END`
  return `${differing(expected, found)}, ${differing(found, expected)}`
}
