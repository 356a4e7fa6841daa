/** Changes of the schema by name, each in SQL against a database with our migrations and nothing in it. */
export const schemaVariants: Readonly<Record<string, string>> = {
  base: 'SELECT 1',
  'base again': 'SELECT 1',
  // No bigint is NaN, so what refuses it goes. The trigger that asks for empty accounts stands in the way
  // of the change of type and costs nothing here, where all accounts are opened before the clock starts.
  'bigint amounts': `
DROP TRIGGER account_opens_empty ON ledger.account;
ALTER TABLE ledger.account DROP CONSTRAINT account_held_sign;
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('ledger.refuse_unbalanced_entries'::regproc), ' OR entry.amount = ''NaN''', '');
  EXECUTE replace(
    pg_get_functiondef('ledger.refuse_unfounded_totals'::regproc),
    'WHEN changed.posted = ''NaN'' THEN ''account_posted_number''', ''
  );
END
$$;
ALTER TABLE ledger.account ALTER posted TYPE bigint, ALTER held TYPE bigint;
ALTER TABLE ledger.entry   ALTER posted TYPE bigint, ALTER held TYPE bigint, ALTER amount TYPE bigint;
ALTER TABLE ledger.account ADD CHECK (held >= 0)`,
  'foreign keys on entry': `
ALTER TABLE ledger.entry
  ADD FOREIGN KEY (book_id, account_id) REFERENCES ledger.account (book_id, id),
  ADD FOREIGN KEY (book_id, journal_id) REFERENCES ledger.journal (book_id, id)`,
  'no trigger: whole journals': `
ALTER TABLE ledger.journal DISABLE TRIGGER journal_has_entries;
ALTER TABLE ledger.entry   DISABLE TRIGGER entry_balances`,
  'no trigger: founded totals': `
ALTER TABLE ledger.account    DISABLE TRIGGER account_totals_are_founded;
ALTER TABLE ledger.account    DISABLE TRIGGER account_opens_empty;
ALTER TABLE ledger.hold_event DISABLE TRIGGER hold_event_is_counted`,
  'no trigger at all': `
ALTER TABLE ledger.account    DISABLE TRIGGER USER;
ALTER TABLE ledger.journal    DISABLE TRIGGER USER;
ALTER TABLE ledger.entry      DISABLE TRIGGER USER;
ALTER TABLE ledger.hold_event DISABLE TRIGGER USER;
ALTER TABLE ledger.key        DISABLE TRIGGER USER`,
  'key fillfactor 100': 'ALTER TABLE ledger.key SET (fillfactor = 100)',
  'account fillfactor 100': 'ALTER TABLE ledger.account SET (fillfactor = 100)',
}
