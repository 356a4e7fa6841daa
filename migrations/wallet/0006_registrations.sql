-- Creates wallet.registration. Locks nothing that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.registration (
  hash       bytea       NOT NULL,
  tenant_id  integer     NOT NULL,
  mail       text        COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,

  CONSTRAINT registration_pkey        PRIMARY KEY (hash),
  CONSTRAINT registration_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT registration_hash_size   CHECK (octet_length(hash) = 32),
  CONSTRAINT registration_mail_form   CHECK (mail ~ '^[^\s@]+@[^\s@]+$' AND char_length(mail) <= 254),
  CONSTRAINT registration_mail_lower  CHECK (mail = lower(mail)),
  CONSTRAINT registration_name_size   CHECK (char_length(name) BETWEEN 1 AND 255)
);

CREATE INDEX registration_mail_idx ON wallet.registration (tenant_id, mail);
CREATE INDEX registration_expires_idx ON wallet.registration (expires_at);

COMMENT ON TABLE  wallet.registration            IS 'Somebody who asked for an account and has not shown yet that the mail address is theirs. Becomes a user by the token in the mail. Removed by the daily clean-up.';
COMMENT ON COLUMN wallet.registration.hash       IS 'Secret. SHA-256 of the token; the token itself is in the mail only.';
COMMENT ON COLUMN wallet.registration.tenant_id  IS 'The tenant the user will belong to.';
COMMENT ON COLUMN wallet.registration.mail       IS 'The address the user will have.';
COMMENT ON COLUMN wallet.registration.name       IS 'The name the user will have.';
COMMENT ON COLUMN wallet.registration.issued_at  IS 'When the mail was written.';
COMMENT ON COLUMN wallet.registration.expires_at IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.registration.used_at    IS 'When it was used, or a newer one made it void.';
