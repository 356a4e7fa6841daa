/**
 * The canonical request of a journal that tells all of it, written as `engine/kept-request.ts` does. Where the two differ in
 * a letter, so do the digests.
 */
export const requestOfJournal = `(
      '{' || concat_ws(',',
        '"description":' || to_json(journal.description)::text,
        '"entries":[' || (
          SELECT string_agg(
            '{"account":' || to_json(account.code)::text
              || ',"amount":{"amount":"' || entry.amount || '","currency":' || to_json(account.currency)::text
              || '},"side":"' || entry.side || '"}',
            ','
            ORDER BY entry.line
          )
          FROM ledger.entry
          JOIN ledger.account
            ON account.book_id = entry.book_id
           AND account.id = entry.account_id
          WHERE entry.journal_id = journal.id
            AND entry.book_id = journal.book_id
        ) || ']',
        '"kind":' || to_json(journal.kind)::text,
        '"metadata":{' || (
          SELECT string_agg(to_json(member.name)::text || ':' || member.value::text, ',' ORDER BY member.name COLLATE "C")
          FROM jsonb_each(journal.metadata) AS member (name, value)
        ) || '}',
        '"reference":' || to_json(journal.reference)::text,
        '"type":"post-journal"',
        '"v":1'
      ) || '}'
    )`
