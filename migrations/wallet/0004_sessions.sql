-- Creates wallet.session and wallet.refresh_token: who is logged in, and how a login goes on. Locks nothing that is
-- in use: the tables are new. Takes milliseconds.

CREATE TABLE wallet.session (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  refreshed_at timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  revoked_at   timestamptz,
  revoked_for  text        COLLATE "C",
  client_ip    inet        NOT NULL,
  user_agent   text        NOT NULL,

  CONSTRAINT session_pkey              PRIMARY KEY (id),
  CONSTRAINT session_user_fkey         FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT session_tenant_id_key     UNIQUE (tenant_id, id),
  CONSTRAINT session_order             CHECK (created_at <= refreshed_at AND created_at < ends_at),
  CONSTRAINT session_revoked_whole     CHECK ((revoked_at IS NULL) = (revoked_for IS NULL)),
  CONSTRAINT session_revoked_for_known CHECK (
    revoked_for IN ('logout', 'ended_by_user', 'token_reuse', 'password_change', 'password_reset', 'totp_change')
  ),
  CONSTRAINT session_user_agent_size   CHECK (char_length(user_agent) <= 255)
);

CREATE INDEX session_user_idx ON wallet.session (user_id, created_at);
CREATE INDEX session_ends_idx ON wallet.session (ends_at);

COMMENT ON TABLE  wallet.session              IS 'One login, from its password to its end. It is the family of its refresh tokens. Removed by the daily clean-up, some time after its end.';
COMMENT ON COLUMN wallet.session.id           IS 'The name of the login in tokens and in the list of sessions.';
COMMENT ON COLUMN wallet.session.tenant_id    IS 'The tenant the user logged in to.';
COMMENT ON COLUMN wallet.session.user_id      IS 'Who logged in.';
COMMENT ON COLUMN wallet.session.created_at   IS 'When the password was given.';
COMMENT ON COLUMN wallet.session.refreshed_at IS 'When the last access token was given.';
COMMENT ON COLUMN wallet.session.ends_at      IS 'The maximum lifetime of the login; no refresh goes beyond it.';
COMMENT ON COLUMN wallet.session.revoked_at   IS 'When it was ended before its time.';
COMMENT ON COLUMN wallet.session.revoked_for  IS 'Why it was ended before its time.';
COMMENT ON COLUMN wallet.session.client_ip    IS 'Where the login came from, shown to the user.';
COMMENT ON COLUMN wallet.session.user_agent   IS 'What the program called itself at the login, shown to the user; cut to 255 characters.';

CREATE TABLE wallet.refresh_token (
  hash        bytea       NOT NULL,
  tenant_id   integer     NOT NULL,
  session_id  uuid        NOT NULL,
  issued_at   timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  child_nonce bytea,

  CONSTRAINT refresh_token_pkey         PRIMARY KEY (hash),
  CONSTRAINT refresh_token_session_fkey FOREIGN KEY (tenant_id, session_id)
                                        REFERENCES wallet.session (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT refresh_token_hash_size    CHECK (octet_length(hash) = 32),
  CONSTRAINT refresh_token_used_whole   CHECK ((used_at IS NULL) = (child_nonce IS NULL)),
  CONSTRAINT refresh_token_nonce_size   CHECK (octet_length(child_nonce) = 16)
);

-- At most one token of a login can be used, whatever races.
CREATE UNIQUE INDEX refresh_token_usable_key ON wallet.refresh_token (session_id) WHERE used_at IS NULL;
CREATE INDEX refresh_token_session_idx ON wallet.refresh_token (session_id);

COMMENT ON TABLE  wallet.refresh_token             IS 'What prolongs a login: each may be used once and is followed by the next. Used ones are kept, because a second use is how a theft shows.';
COMMENT ON COLUMN wallet.refresh_token.hash        IS 'Secret. SHA-256 of the token; the token itself is stored nowhere.';
COMMENT ON COLUMN wallet.refresh_token.tenant_id   IS 'The tenant of the session.';
COMMENT ON COLUMN wallet.refresh_token.session_id  IS 'The login it prolongs.';
COMMENT ON COLUMN wallet.refresh_token.issued_at   IS 'When it was given out.';
COMMENT ON COLUMN wallet.refresh_token.expires_at  IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.refresh_token.used_at     IS 'When it was used; empty for the only one that still can be.';
COMMENT ON COLUMN wallet.refresh_token.child_nonce IS 'Secret. With a key of the server, and the token, it gives the next token again to a client whose reply was lost.';
