/** One row changed by somebody with a superuser's rights and no triggers. */
export interface Corruption {
  readonly what: string
  readonly sql: string
  /** The accounting programs that refuse the export of it. Empty where an export of journals cannot show it. */
  readonly seenBy: readonly ('hledger' | 'beancount')[]
  /** What the checker of whole books is not told. */
  readonly isOutsideContents?: true
  /** False where PostgreSQL itself refuses to read the row. */
  readonly isReadable?: false
}

const both = ['hledger', 'beancount'] as const

const account = (code: string): string => `(SELECT id FROM ledger.account WHERE code = '${code}')`
const journal = (key: string): string => `(SELECT id FROM ledger.journal WHERE key = '${key}')`
const hold = (key: string): string => `(SELECT id FROM ledger.hold WHERE key = '${key}')`
const entry = (key: string, line: number): string => `journal_id = ${journal(key)} AND line = ${line}`

/** What may happen to the book that `auditedBook` fills, row by row. */
export const corruptions: readonly Corruption[] = [
  {
    what: 'the amount of an entry',
    sql: `UPDATE ledger.entry SET amount = amount + 1 WHERE ${entry('payment', 1)}`,
    seenBy: both,
  },
  {
    what: 'the side of an entry',
    sql: `UPDATE ledger.entry SET side = 'credit' WHERE ${entry('payment', 1)}`,
    seenBy: both,
  },
  {
    what: 'an entry gone',
    sql: `DELETE FROM ledger.entry WHERE ${entry('payment', 2)}`,
    seenBy: both,
  },
  {
    what: 'an entry too many',
    sql: `INSERT INTO ledger.entry SELECT book_id, account_id, version + 100, journal_id, 3, side, amount, posted, held
          FROM ledger.entry WHERE ${entry('payment', 2)}`,
    seenBy: both,
  },
  {
    what: 'an entry on another account',
    sql: `UPDATE ledger.entry SET account_id = ${account('bank')}, version = 100 WHERE ${entry('payment', 2)}`,
    seenBy: both,
  },
  {
    what: 'an entry on an account in another currency',
    sql: `UPDATE ledger.entry SET account_id = ${account('eve')}, version = 100 WHERE ${entry('payment', 2)}`,
    seenBy: both,
  },
  {
    what: 'both amounts of a journal, so that it balances',
    sql: `UPDATE ledger.entry SET amount = amount + 1 WHERE journal_id = ${journal('payment')}`,
    seenBy: both,
  },
  {
    what: 'both entries of a journal turned into their opposites, less than nothing',
    sql: `UPDATE ledger.entry SET amount = -amount, side = CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END
          WHERE journal_id = ${journal('payment')}`,
    seenBy: [],
  },
  {
    what: 'an entry on a third side',
    sql: `UPDATE ledger.entry SET side = 'left' WHERE journal_id = ${journal('payment')} AND side = 'credit'`,
    seenBy: [],
  },
  {
    what: 'the kind of a journal, which is no name',
    sql: `UPDATE ledger.journal SET kind = 'A payment' WHERE key = 'payment'`,
    seenBy: [],
  },
  {
    what: 'the metadata of a journal, which is a list',
    sql: `UPDATE ledger.journal SET metadata = '[]' WHERE key = 'payment'`,
    seenBy: [],
    isReadable: false,
  },
  {
    what: 'the status of an account, which there is not',
    sql: `UPDATE ledger.account SET status = 'gone' WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'the status of an account, closed with something in it',
    sql: `UPDATE ledger.account SET status = 'closed' WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'when an account was opened, which is after its last change',
    sql: `UPDATE ledger.account SET opened_at = changed_at + interval '1 day' WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'a journal that reverses and captures',
    sql: `UPDATE ledger.journal SET captures = ${hold('hold 2')} WHERE key = 'reverse'`,
    seenBy: [],
  },
  {
    what: 'a whole journal gone',
    sql: `DELETE FROM ledger.entry WHERE journal_id = ${journal('payment')};
          DELETE FROM ledger.journal WHERE key = 'payment'`,
    seenBy: both,
  },
  {
    what: 'a journal gone from over its entries',
    sql: `DELETE FROM ledger.journal WHERE key = 'payment'`,
    seenBy: both,
  },
  {
    what: 'a journal too many',
    sql: `INSERT INTO ledger.journal (book_id, id, key, kind, effective_at, recorded_at, entry_count, batch, position)
          SELECT book_id, '01900000-0000-7000-8000-000000000001', key, kind, effective_at, recorded_at, 2, batch + 100, 0
          FROM ledger.journal WHERE key = 'payment';
          INSERT INTO ledger.entry
          SELECT book_id, account_id, version + 100, '01900000-0000-7000-8000-000000000001', line, side, amount, posted, held
          FROM ledger.entry WHERE journal_id = ${journal('payment')} AND posted > -1`.replace(
      `${journal('payment')} AND`,
      `(SELECT id FROM ledger.journal WHERE key = 'payment' ORDER BY id DESC LIMIT 1) AND`,
    ),
    seenBy: both,
  },
  {
    what: 'a balance stored with an entry',
    sql: `UPDATE ledger.entry SET posted = posted + 1 WHERE ${entry('payment', 2)}`,
    seenBy: ['hledger'],
  },
  {
    what: 'a held stored with an entry',
    sql: `UPDATE ledger.entry SET held = held + 1 WHERE ${entry('payment', 2)}`,
    seenBy: [],
  },
  {
    what: 'the version of an entry',
    sql: `UPDATE ledger.entry SET version = version + 100 WHERE ${entry('payment', 2)}`,
    seenBy: [],
  },
  {
    what: 'two entries of an account in each other’s place',
    sql: `UPDATE ledger.entry SET journal_id = ${journal('reverse')}, line = 9 WHERE ${entry('payment', 2)};
          UPDATE ledger.entry SET journal_id = ${journal('payment')}, line = 2 WHERE ${entry('reverse', 1)};
          UPDATE ledger.entry SET line = 1 WHERE ${entry('reverse', 9)}`,
    seenBy: both,
  },
  {
    what: 'how many entries a journal says it has',
    sql: `UPDATE ledger.journal SET entry_count = 3 WHERE key = 'payment'`,
    seenBy: [],
  },
  {
    what: 'when a journal was recorded',
    sql: `UPDATE ledger.journal SET recorded_at = recorded_at - interval '1 minute' WHERE key = 'back'`,
    seenBy: ['hledger'],
  },
  {
    what: 'the batch of a journal, and so its place in the feed',
    sql: `UPDATE ledger.journal SET batch = batch - 2 WHERE key = 'back'`,
    seenBy: ['hledger'],
    isOutsideContents: true,
  },
  {
    what: 'the description of a journal',
    sql: `UPDATE ledger.journal SET description = 'Second' WHERE key = 'deposit'`,
    seenBy: [],
  },
  {
    what: 'the reference of a journal',
    sql: `UPDATE ledger.journal SET reference = 'deposit:2' WHERE key = 'deposit'`,
    seenBy: [],
  },
  {
    what: 'the key of a journal',
    sql: `UPDATE ledger.journal SET key = 'reject' WHERE key = 'payment'`,
    seenBy: [],
  },
  {
    what: 'which journal a reversal reverses',
    sql: `UPDATE ledger.journal SET reverses = ${journal('deposit')} WHERE key = 'reverse'`,
    seenBy: [],
  },
  {
    what: 'a capture that names no hold',
    sql: `UPDATE ledger.journal SET captures = NULL WHERE key = 'capture 1'`,
    seenBy: [],
  },
  {
    what: 'what an account has posted',
    sql: `UPDATE ledger.account SET posted = posted + 1 WHERE code = 'alice'`,
    seenBy: both,
  },
  {
    what: 'what two accounts have posted, so that the trial balance is zero',
    sql: `UPDATE ledger.account SET posted = posted + 1 WHERE code IN ('alice', 'bank')`,
    seenBy: both,
  },
  {
    what: 'what an account has held',
    sql: `UPDATE ledger.account SET held = held - 1 WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'the version of an account',
    sql: `UPDATE ledger.account SET version = version + 1 WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'how many entries an account says it has',
    sql: `UPDATE ledger.account SET entry_count = entry_count - 1 WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'the type of an account',
    sql: `UPDATE ledger.account SET type = 'asset' WHERE code = 'alice'`,
    seenBy: both,
  },
  {
    what: 'the currency of an account',
    sql: `UPDATE ledger.account SET currency = 'USD' WHERE code = 'bank'`,
    seenBy: both,
  },
  {
    what: 'the digits of an account',
    sql: `UPDATE ledger.account SET scale = 3 WHERE code = 'alice'`,
    seenBy: both,
  },
  {
    what: 'the code of an account',
    sql: `UPDATE ledger.account SET code = 'mallory' WHERE code = 'alice'`,
    seenBy: [],
  },
  {
    what: 'an account gone',
    sql: `DELETE FROM ledger.account WHERE code = 'alice'`,
    seenBy: both,
  },
  {
    what: 'what an account is said to have stood at',
    sql: `UPDATE ledger.standing SET posted = posted + 1 WHERE account_id = ${account('alice')} AND version = 8`,
    seenBy: [],
    isOutsideContents: true,
  },
  {
    what: 'the last standing of an account gone',
    sql: `DELETE FROM ledger.standing WHERE account_id = ${account('alice')} AND version = 8`,
    seenBy: [],
    isOutsideContents: true,
  },
  {
    what: 'a shifted entry gone',
    sql: `DELETE FROM ledger.shifted_entry WHERE account_id = ${account('till_1:JPY')}`,
    seenBy: [],
    isOutsideContents: true,
  },
  {
    what: 'the amount of a shifted entry',
    sql: `UPDATE ledger.shifted_entry SET posted_by = posted_by + 1 WHERE account_id = ${account('till_1:JPY')}`,
    seenBy: [],
    isOutsideContents: true,
  },
  {
    what: 'the business time of a journal',
    sql: `UPDATE ledger.journal SET effective_at = effective_at - interval '1 day' WHERE key = 'deposit'`,
    seenBy: [],
  },
  {
    what: 'a hold open again',
    sql: `UPDATE ledger.hold SET status = 'open', ended_at = NULL WHERE key = 'hold 2'`,
    seenBy: [],
  },
  {
    what: 'what was captured of a hold',
    sql: `UPDATE ledger.hold SET captured = captured + 1 WHERE key = 'hold 1'`,
    seenBy: [],
  },
  {
    what: 'a hold gone',
    sql: `DELETE FROM ledger.hold WHERE key = 'hold 2'`,
    seenBy: [],
  },
  {
    what: 'a hold event gone',
    sql: `DELETE FROM ledger.hold_event WHERE hold_id = ${hold('hold 2')} AND type = 'voided'`,
    seenBy: [],
  },
  {
    what: 'the amount of a hold event',
    sql: `UPDATE ledger.hold_event SET amount = amount + 1 WHERE hold_id = ${hold('hold 2')} AND type = 'placed'`,
    seenBy: [],
  },
  {
    what: 'a key gone',
    sql: `DELETE FROM ledger.key WHERE key = 'payment'`,
    seenBy: [],
  },
  {
    what: 'a key gone that no row names',
    sql: `DELETE FROM ledger.key WHERE key = 'extend'`,
    seenBy: [],
  },
  {
    what: 'what a key was told',
    sql: `UPDATE ledger.key SET outcome = regexp_replace(outcome, '"amount":"', '"amount":"9') WHERE key = 'hold 1'`,
    seenBy: [],
  },
  {
    what: 'what a key was told, into what is no JSON',
    sql: `UPDATE ledger.key SET outcome = left(outcome, 40) WHERE key = 'hold 1'`,
    seenBy: [],
    isReadable: false,
  },
  {
    what: 'the digest of what was asked under a key',
    sql: `UPDATE ledger.key SET request = 'sha256:' || encode(sha256('something else'), 'base64') WHERE key = 'payment'`,
    seenBy: [],
  },
  {
    what: 'a space more in what a key was told',
    sql: `UPDATE ledger.key SET outcome = replace(outcome, ':{', ': {') WHERE key = 'hold 1'`,
    seenBy: [],
  },
]
