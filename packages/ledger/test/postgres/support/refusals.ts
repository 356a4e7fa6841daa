import { crowdedJournal, shortBehindTwoCurrencies } from './crowded-by-hand.ts'
import { journalByHand } from './journal-by-hand.ts'

/** What somebody tries, the SQL of it, and what PostgreSQL says: an SQLSTATE, or the constraint that is broken. */
export type Refusal = readonly [
  attempt: string,
  sql: string,
  refused: { code: string } | { constraint: string },
]

const noRight = { code: '42501' }
const forEver = { code: 'EK001' }
const notWhole = { code: 'EK002' }
const endsOnce = { code: 'EK003' }
const oneOutcome = { code: 'EK004' }
const redefined = { code: 'EK005' }
const unfounded = { code: 'EK006' }

const richAccount = `
INSERT INTO ledger.account (book_id, id, code, type, currency, scale, posted, opened_at, changed_at)
VALUES (1, gen_random_uuid(), 'rich', 'liability', 'ZAR', 2, 100, now(), now())`

/** What the application's role has no right to. */
export const withoutRight: readonly Refusal[] = [
  ['change a journal', "UPDATE ledger.journal SET kind = 'theft'", noRight],
  ['change an entry', 'UPDATE ledger.entry SET amount = 1', noRight],
  ['change a hold event', 'UPDATE ledger.hold_event SET amount = 1', noRight],
  ['delete a journal', 'DELETE FROM ledger.journal', noRight],
  ['delete an entry', 'DELETE FROM ledger.entry', noRight],
  ['delete a hold event', 'DELETE FROM ledger.hold_event', noRight],
  ['delete an account', 'DELETE FROM ledger.account', noRight],
  ['delete a hold', 'DELETE FROM ledger.hold', noRight],
  ['delete a book', 'DELETE FROM ledger.book', noRight],
  ['empty the journals', 'TRUNCATE ledger.journal', noRight],
  ['empty the entries', 'TRUNCATE ledger.entry', noRight],
  ['empty everything', 'TRUNCATE ledger.book CASCADE', noRight],
  ['lower a floor', 'UPDATE ledger.account SET floor = -1000000', noRight],
  ['lift a ceiling', 'UPDATE ledger.account SET ceiling = NULL', noRight],
  ['rename an account', "UPDATE ledger.account SET code = 'mine' WHERE code = 'alice'", noRight],
  ['exchange the currency of an account', "UPDATE ledger.account SET currency = 'USD'", noRight],
  ['turn a debt into an asset', "UPDATE ledger.account SET type = 'asset'", noRight],
  ['open an account with something in it', richAccount, noRight],
  ['change the amount of a hold', 'UPDATE ledger.hold SET amount = 1', noRight],
  ['move a hold to another account', 'UPDATE ledger.hold SET account_id = gen_random_uuid()', noRight],
  ['change what was asked under a key', "UPDATE ledger.key SET request = '{}'", noRight],
  ['rewrite the history of migrations', 'DELETE FROM ledger.migration', noRight],
  [
    'say which transaction wrote a journal',
    journalByHand({ extraColumn: 'transaction_id', extraValue: "'1'" }),
    noRight,
  ],
  ['turn back the sequence of batches', "SELECT setval('ledger.batch_sequence', 1)", noRight],
  ['switch the triggers of a table off', 'ALTER TABLE ledger.entry DISABLE TRIGGER ALL', noRight],
  ['switch all triggers off', "SET LOCAL session_replication_role = 'replica'", noRight],
  ['drop a table', 'DROP TABLE ledger.entry', noRight],
  ['drop a trigger', 'DROP TRIGGER entry_balances ON ledger.entry', noRight],
  ['replace a function', 'ALTER FUNCTION ledger.refuse_change() RENAME TO gone', noRight],
  ['add a table', 'CREATE TABLE ledger.mine ()', noRight],
  [
    'grant itself a right',
    'GRANT UPDATE ON ledger.entry TO CURRENT_USER; UPDATE ledger.entry SET amount = 1',
    noRight,
  ],
]

/** What it has the right to say, and what is refused because it is wrong. */
export const againstRules: readonly Refusal[] = [
  [
    'post a journal without entries',
    `
INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
VALUES (1, gen_random_uuid(), 'bare', 'gift', now(), now(), 2, 1, 0)`,
    notWhole,
  ],
  [
    'post a journal without entries in one book under the id of a journal of another',
    `
INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
SELECT book.id, journal.id, 'bare', 'gift', now(), now(), 2, 1, 0
FROM ledger.journal
JOIN ledger.book ON book.code = 'other'`,
    notWhole,
  ],
  ['post more than was debited', journalByHand({ debitAmount: '99' }), notWhole],
  ['post two debits', journalByHand({ creditSide: 'debit' }), notWhole],
  ['post fewer entries than a journal says', journalByHand({ says: '3' }), notWhole],
  ['post fewer, beside a journal in two currencies', shortBehindTwoCurrencies, notWhole],
  ['leave out a line', journalByHand({ creditLine: '3' }), notWhole],
  [
    'post entries of no journal',
    journalByHand({ ofEntries: '01900000-0000-7000-8000-000000000002' }),
    notWhole,
  ],
  [
    'post rands against dollars',
    journalByHand({ counted: "code IN ('alice', 'dollars')", written: "code IN ('alice', 'dollars')" }),
    notWhole,
  ],
  [
    'post on an account of another book',
    journalByHand({ counted: "code IN ('elsewhere', 'cash')", written: "code IN ('elsewhere', 'cash')" }),
    notWhole,
  ],
  [
    'post a negative amount',
    journalByHand({ debitAmount: '-100', creditAmount: '-100' }),
    { constraint: 'entry_amount_positive' },
  ],
  [
    'post nothing',
    journalByHand({ debitAmount: '0', creditAmount: '0' }),
    { constraint: 'entry_amount_positive' },
  ],
  [
    'post an amount that is no number',
    journalByHand({ debitAmount: "'NaN'", creditAmount: "'NaN'" }),
    { constraint: 'entry_amount_positive' },
  ],
  ['post on a third side', journalByHand({ debitSide: 'left' }), { constraint: 'entry_side_known' }],
  [
    'post under a version from before the first',
    journalByHand({ version: '-1', counted: 'false' }),
    { constraint: 'entry_version_counts' },
  ],
  [
    'post of a kind that is no name',
    journalByHand({ kind: "'A gift'" }),
    { constraint: 'journal_kind_form' },
  ],
  [
    'post of a kind that is too long',
    journalByHand({ kind: "repeat('a', 65)" }),
    { constraint: 'journal_kind_form' },
  ],
  ['post 1,001 entries at once', crowdedJournal, { constraint: 'journal_entry_count' }],
  [
    'write a list on a journal',
    journalByHand({ extraColumn: 'metadata', extraValue: "'[]'" }),
    { constraint: 'journal_metadata_form' },
  ],
  [
    'reverse and capture at once',
    journalByHand({
      reverses: "(SELECT id FROM ledger.journal WHERE key = 'back')",
      extraColumn: 'captures',
      extraValue: "(SELECT id FROM ledger.hold WHERE key = 'open')",
    }),
    { constraint: 'journal_origin' },
  ],
  ['post without counting it', journalByHand({ counted: 'false' }), notWhole],
  ['count it on one side only', journalByHand({ counted: "code = 'alice'" }), notWhole],
  [
    'count more than was posted',
    journalByHand({ totals: 'posted = posted + 1000, version = version + 1, entry_count = entry_count + 1' }),
    unfounded,
  ],
  [
    'post and leave the totals',
    journalByHand({ totals: 'version = version + 1, entry_count = entry_count + 1' }),
    unfounded,
  ],
  ['post under a version that is taken', journalByHand({ version: 'version' }), { constraint: 'entry_pkey' }],
  [
    'skip a version',
    journalByHand({
      version: 'version + 2',
      totals: 'posted = posted + 100, version = version + 2, entry_count = entry_count + 1',
    }),
    unfounded,
  ],
  ['lie about the balance after an entry', journalByHand({ postedAfter: 'posted + 200' }), unfounded],
  [
    'use a reference again',
    journalByHand({ reference: "'birthday'" }),
    { constraint: 'journal_reference_key' },
  ],
  [
    'reverse a journal twice',
    journalByHand({ reverses: "(SELECT id FROM ledger.journal WHERE reference = 'birthday')" }),
    { constraint: 'journal_reverses_key' },
  ],
  [
    'add entries to a journal of the past',
    `
INSERT INTO ledger.entry (book_id, account_id, version, journal_id, line, side, amount, posted, held)
SELECT book_id, account_id, version + 100, journal_id, line + 2, side, amount, posted, held
FROM ledger.entry
WHERE journal_id = (SELECT id FROM ledger.journal WHERE reference = 'birthday')`,
    notWhole,
  ],
  ...(
    [
      ['code', "'a::b'", 'account_code_form'],
      ['type', "'gift'", 'account_type_known'],
      ['currency', "'zar'", 'account_currency_form'],
      ['scale', '19', 'account_scale_range'],
      ['floor', "'NaN'", 'account_limits_numbers'],
      ['metadata', "'[]'", 'account_metadata_form'],
      ['changed_at', "now() - interval '1 day'", 'account_time_order'],
    ] as const
  ).map(
    ([column, value, constraint]): Refusal => [
      `open an account with a wrong ${column}`,
      openAccount({ [column]: value }),
      { constraint },
    ],
  ),
  [
    'give an account what nobody gave',
    "UPDATE ledger.account SET posted = posted + 100 WHERE code = 'alice'",
    unfounded,
  ],
  [
    'take what is usable below the floor',
    "UPDATE ledger.account SET posted = 0 WHERE code = 'alice'",
    { constraint: 'account_floor_kept' },
  ],
  [
    'hold more than is usable',
    "UPDATE ledger.account SET held = posted + 1 WHERE code = 'alice'",
    { constraint: 'account_floor_kept' },
  ],
  [
    'hold less than nothing',
    "UPDATE ledger.account SET held = -1 WHERE code = 'alice'",
    { constraint: 'account_held_sign' },
  ],
  ['forget what is held', "UPDATE ledger.account SET held = 0 WHERE code = 'alice'", unfounded],
  [
    'post a total that is no number',
    "UPDATE ledger.account SET posted = 'NaN' WHERE code = 'alice'",
    { constraint: 'account_posted_number' },
  ],
  ['turn back a version', "UPDATE ledger.account SET version = version - 1 WHERE code = 'alice'", redefined],
  [
    'uncount an entry',
    "UPDATE ledger.account SET entry_count = entry_count - 1 WHERE code = 'alice'",
    redefined,
  ],
  [
    'turn back the time of an account',
    "UPDATE ledger.account SET changed_at = changed_at - interval '1 millisecond' WHERE code = 'alice' AND changed_at > opened_at",
    redefined,
  ],
  [
    'give an account a status that there is not',
    "UPDATE ledger.account SET status = 'gone' WHERE code = 'alice'",
    { constraint: 'account_status_known' },
  ],
  ['open a closed account', "UPDATE ledger.account SET status = 'open' WHERE code = 'shut'", redefined],
  [
    'close an account with something in it',
    "UPDATE ledger.account SET status = 'closed' WHERE code = 'alice'",
    { constraint: 'account_closed_empty' },
  ],
  ['end a hold twice', "UPDATE ledger.hold SET status = 'expired' WHERE status = 'voided'", endsOnce],
  [
    'open an ended hold',
    "UPDATE ledger.hold SET status = 'open', ended_at = NULL WHERE status = 'voided'",
    endsOnce,
  ],
  ['take back a capture', "UPDATE ledger.hold SET captured = 0 WHERE status = 'open'", endsOnce],
  [
    'capture more than is held',
    "UPDATE ledger.hold SET captured = amount + 1 WHERE status = 'open'",
    { constraint: 'hold_captured_within' },
  ],
  [
    'record a second end of a hold',
    `
INSERT INTO ledger.hold_event (book_id, account_id, version, hold_id, type, amount, posted, held, recorded_at, batch, position)
SELECT book_id, account_id, version + 100, hold_id, 'expired', amount, posted, held, now(), batch, position
FROM ledger.hold_event
WHERE type = 'voided'`,
    { constraint: 'hold_event_end_key' },
  ],
  [
    'free an amount by an event that is not counted',
    `
INSERT INTO ledger.hold_event (book_id, account_id, version, hold_id, type, amount, posted, held, recorded_at, batch, position)
SELECT book_id, account_id, version + 100, hold_id, 'extended', 0, posted, held, now(), batch, position
FROM ledger.hold_event
WHERE type = 'voided'`,
    unfounded,
  ],
  ['change the outcome of a key', "UPDATE ledger.key SET outcome = '{}' WHERE key = 'gift'", oneOutcome],
  ['use a key again by deleting it', "DELETE FROM ledger.key WHERE key = 'gift'", oneOutcome],
]

const redefinitions: readonly (readonly [column: string, value: string])[] = [
  ['book_id', '(SELECT max(id) FROM ledger.book)'],
  ['id', 'gen_random_uuid()'],
  ['code', "'robert'"],
  ['type', "'asset'"],
  ['currency', "'USD'"],
  ['scale', '3'],
  ['floor', '-1000000'],
  ['ceiling', '1000000'],
  ['metadata', `'{"note": "other"}'`],
  ['opened_at', "opened_at - interval '1 day'"],
]

/** What the owner of the tables, who has every right, is refused by triggers. */
export const evenToOwner: readonly Refusal[] = [
  [
    'open an account with a status that there is not',
    openAccount({ status: "'gone'" }),
    { constraint: 'account_status_known' },
  ],
  ...['journal', 'entry', 'hold_event'].flatMap((table): Refusal[] => [
    [
      `change a ${table}`,
      `UPDATE ledger.${table} SET batch = 0`.replace('entry SET batch', 'entry SET amount'),
      forEver,
    ],
    [`delete a ${table}`, `DELETE FROM ledger.${table}`, forEver],
    [`empty ${table}`, `TRUNCATE ledger.${table}`, forEver],
  ]),
  ['delete a book', 'DELETE FROM ledger.book', forEver],
  ['delete an account', 'DELETE FROM ledger.account', forEver],
  ['delete a hold', 'DELETE FROM ledger.hold', forEver],
  ['empty everything', 'TRUNCATE ledger.book CASCADE', forEver],
  ['empty the keys', 'TRUNCATE ledger.key', forEver],
  ['open an account with something in it', richAccount, unfounded],
  ...redefinitions.map(
    ([column, value]): Refusal => [
      `change the ${column} of an account`,
      `UPDATE ledger.account SET ${column} = ${value} WHERE code = 'bob'`,
      redefined,
    ],
  ),
  ['change the amount of a hold', 'UPDATE ledger.hold SET amount = amount + 1', endsOnce],
  ['change what was asked under a key', "UPDATE ledger.key SET request = '{}'", oneOutcome],
]

function openAccount(wrong: Readonly<Record<string, string>>): string {
  const right = {
    code: "'new'",
    type: "'asset'",
    currency: "'ZAR'",
    scale: '2',
    opened_at: 'now()',
    changed_at: 'now()',
  }
  const columns = { ...right, ...wrong }
  return `
INSERT INTO ledger.account (book_id, id, ${Object.keys(columns).join(', ')})
VALUES (1, gen_random_uuid(), ${Object.values(columns).join(', ')})`
}
