-- Creates wallet.bank_account: where the money of a user goes when it leaves. Locks nothing that is in use: the table
-- is new. Takes milliseconds.

CREATE TABLE wallet.bank_account (
  user_id       uuid        NOT NULL,
  tenant_id     integer     NOT NULL,
  bank_name     text        NOT NULL,
  holder        text        NOT NULL,
  last_four     text        COLLATE "C" NOT NULL,
  sealed_number bytea,
  number_mark   bytea,
  changed_at    timestamptz NOT NULL,
  shared_at     timestamptz,
  removed_at    timestamptz,

  CONSTRAINT bank_account_pkey        PRIMARY KEY (user_id),
  CONSTRAINT bank_account_user_fkey   FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT bank_account_bank_size   CHECK (char_length(bank_name) BETWEEN 1 AND 255),
  CONSTRAINT bank_account_holder_size CHECK (char_length(holder) BETWEEN 1 AND 255),
  CONSTRAINT bank_account_last_four   CHECK (last_four ~ '^[0-9]{4}$'),
  -- Ten digits under the shortest name of a key, eighteen under the longest: longer or shorter is no sealed number, and
  -- a number in the clear does not fit.
  CONSTRAINT bank_account_number_size CHECK (octet_length(sealed_number) BETWEEN 41 AND 80),
  CONSTRAINT bank_account_mark_size   CHECK (octet_length(number_mark) = 32),
  -- Removed is forgotten, and only then.
  CONSTRAINT bank_account_forgotten   CHECK (
    (removed_at IS NULL) = (sealed_number IS NOT NULL) AND (removed_at IS NULL) = (number_mark IS NOT NULL)
  )
);

CREATE INDEX bank_account_mark_idx   ON wallet.bank_account (tenant_id, number_mark) WHERE number_mark IS NOT NULL;
CREATE INDEX bank_account_shared_idx ON wallet.bank_account (tenant_id, shared_at)   WHERE shared_at IS NOT NULL;

COMMENT ON TABLE  wallet.bank_account               IS 'Where the money of a user goes when it leaves: one account each. Never deleted; a removed one has no number any more.';
COMMENT ON COLUMN wallet.bank_account.user_id       IS 'Whose it is.';
COMMENT ON COLUMN wallet.bank_account.tenant_id     IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.bank_account.bank_name     IS 'The bank, as the user calls it.';
COMMENT ON COLUMN wallet.bank_account.holder        IS 'Whose name the account is in.';
COMMENT ON COLUMN wallet.bank_account.last_four     IS 'The last four digits of the number: all that people are shown.';
COMMENT ON COLUMN wallet.bank_account.sealed_number IS 'Secret. The number under AES-256-GCM, with the id of the key; bound to this table, tenant and user. Empty once the account is removed.';
COMMENT ON COLUMN wallet.bank_account.number_mark   IS 'Secret. HMAC-SHA-256 of the number, with a key of the server: equal numbers in a tenant have equal marks.';
COMMENT ON COLUMN wallet.bank_account.changed_at    IS 'When what is linked last changed. For some time after that no money goes there.';
COMMENT ON COLUMN wallet.bank_account.shared_at     IS 'When the same number was last linked by another user of the tenant as well. For staff alone.';
COMMENT ON COLUMN wallet.bank_account.removed_at    IS 'When the user removed it; empty while it is linked.';

CREATE TRIGGER bank_account_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.bank_account
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'user_id', 'tenant_id', 'bank_name', 'holder', 'last_four', 'changed_at', 'shared_at', 'removed_at'
);

CREATE TRIGGER bank_account_no_truncate
BEFORE TRUNCATE ON wallet.bank_account
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER bank_account_no_delete
BEFORE DELETE ON wallet.bank_account
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();
