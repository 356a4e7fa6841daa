-- Creates wallet.password and wallet.password_reset. Locks nothing that is in use: the tables are new. Takes
-- milliseconds.

CREATE TABLE wallet.password (
  user_id    uuid        NOT NULL,
  tenant_id  integer     NOT NULL,
  hash       text        COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,

  CONSTRAINT password_pkey      PRIMARY KEY (user_id),
  CONSTRAINT password_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT password_hash_form CHECK (hash ~ '^\$argon2id\$v=19\$')
);

COMMENT ON TABLE  wallet.password            IS 'What proves a user who is known here; users of another identity back end have no row. Apart from wallet.user, so that whoever may read users need not read hashes.';
COMMENT ON COLUMN wallet.password.user_id    IS 'Whose it is.';
COMMENT ON COLUMN wallet.password.tenant_id  IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.password.hash       IS 'Secret. argon2id with its salt and parameters, in the PHC format.';
COMMENT ON COLUMN wallet.password.changed_at IS 'When the user chose it.';

CREATE TABLE wallet.password_reset (
  hash       bytea       NOT NULL,
  tenant_id  integer     NOT NULL,
  user_id    uuid        NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,

  CONSTRAINT password_reset_pkey      PRIMARY KEY (hash),
  CONSTRAINT password_reset_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT password_reset_hash_size CHECK (octet_length(hash) = 32)
);

CREATE INDEX password_reset_user_idx ON wallet.password_reset (user_id, issued_at);
CREATE INDEX password_reset_expires_idx ON wallet.password_reset (expires_at);

COMMENT ON TABLE  wallet.password_reset            IS 'A token sent by mail that may set a new password, once. Removed by the daily clean-up.';
COMMENT ON COLUMN wallet.password_reset.hash       IS 'Secret. SHA-256 of the token; the token itself is in the mail only.';
COMMENT ON COLUMN wallet.password_reset.tenant_id  IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.password_reset.user_id    IS 'Whose password it may set.';
COMMENT ON COLUMN wallet.password_reset.issued_at  IS 'When the mail was written.';
COMMENT ON COLUMN wallet.password_reset.expires_at IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.password_reset.used_at    IS 'When it was used, or a newer one or a new password made it void.';
