-- Creates wallet.totp and wallet.recovery_code: the second factor. Locks nothing that is in use: the tables are new.
-- Takes milliseconds.

CREATE TABLE wallet.totp (
  user_id         uuid        NOT NULL,
  tenant_id       integer     NOT NULL,
  sealed_seed     bytea       NOT NULL,
  enrolled_at     timestamptz NOT NULL,
  confirmed_at    timestamptz,
  last_step       bigint      NOT NULL DEFAULT 0,
  failures        smallint    NOT NULL DEFAULT 0,
  failing_since   timestamptz,

  CONSTRAINT totp_pkey           PRIMARY KEY (user_id),
  CONSTRAINT totp_user_fkey      FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT totp_seed_size      CHECK (octet_length(sealed_seed) BETWEEN 49 AND 255),
  CONSTRAINT totp_step_range     CHECK (last_step >= 0),
  CONSTRAINT totp_failures_range CHECK (failures BETWEEN 0 AND 1000)
);

COMMENT ON TABLE  wallet.totp               IS 'The second factor of a user: an app that shows codes (RFC 6238).';
COMMENT ON COLUMN wallet.totp.user_id       IS 'Whose it is.';
COMMENT ON COLUMN wallet.totp.tenant_id     IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.totp.sealed_seed   IS 'Secret. The seed under AES-256-GCM, with the id of the key; bound to this table and this user.';
COMMENT ON COLUMN wallet.totp.enrolled_at   IS 'When the seed was made.';
COMMENT ON COLUMN wallet.totp.confirmed_at  IS 'When the user showed the first code; until then it protects nothing.';
COMMENT ON COLUMN wallet.totp.last_step     IS 'The step of the last code that was taken. It only grows, so no code is taken twice.';
COMMENT ON COLUMN wallet.totp.failures      IS 'Codes tried since failing_since without a right one.';
COMMENT ON COLUMN wallet.totp.failing_since IS 'When the first of them was tried.';

CREATE TABLE wallet.recovery_code (
  hash      bytea       NOT NULL,
  tenant_id integer     NOT NULL,
  user_id   uuid        NOT NULL,
  used_at   timestamptz,

  CONSTRAINT recovery_code_pkey      PRIMARY KEY (user_id, hash),
  CONSTRAINT recovery_code_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT recovery_code_hash_size CHECK (octet_length(hash) = 32)
);

COMMENT ON TABLE  wallet.recovery_code           IS 'Codes on paper for whoever lost the app; each may be used once. Replaced as a whole.';
COMMENT ON COLUMN wallet.recovery_code.hash      IS 'Secret. SHA-256 of the code, which has 80 random bits.';
COMMENT ON COLUMN wallet.recovery_code.tenant_id IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.recovery_code.user_id   IS 'Whose it is.';
COMMENT ON COLUMN wallet.recovery_code.used_at   IS 'When it was used.';
