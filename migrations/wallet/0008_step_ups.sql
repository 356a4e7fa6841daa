-- Creates wallet.step_up: the approval of one act by the second factor. Locks nothing that is in use: the table is new.
-- Takes milliseconds.

CREATE TABLE wallet.step_up (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  session_id   uuid        NOT NULL,
  purpose      text        COLLATE "C" NOT NULL,
  payload_hash bytea       NOT NULL,
  issued_at    timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  tries        smallint    NOT NULL DEFAULT 0,
  passed_at    timestamptz,
  used_at      timestamptz,

  CONSTRAINT step_up_pkey         PRIMARY KEY (id),
  CONSTRAINT step_up_user_fkey    FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT step_up_session_fkey FOREIGN KEY (tenant_id, session_id)
                                  REFERENCES wallet.session (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT step_up_purpose_form CHECK (purpose ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT step_up_hash_size    CHECK (octet_length(payload_hash) = 32),
  CONSTRAINT step_up_tries_range  CHECK (tries BETWEEN 0 AND 5),
  CONSTRAINT step_up_order        CHECK (used_at IS NULL OR passed_at IS NOT NULL)
);

CREATE INDEX step_up_session_idx ON wallet.step_up (session_id, issued_at);
CREATE INDEX step_up_expires_idx ON wallet.step_up (expires_at);

COMMENT ON TABLE  wallet.step_up              IS 'One act that waits for a code of the second factor. Good for that act only, for some minutes, once.';
COMMENT ON COLUMN wallet.step_up.id           IS 'What the client names when it sends the code, and again with the act.';
COMMENT ON COLUMN wallet.step_up.tenant_id    IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.step_up.user_id      IS 'Who has to approve.';
COMMENT ON COLUMN wallet.step_up.session_id   IS 'The login in which it was asked for; no other can use it.';
COMMENT ON COLUMN wallet.step_up.purpose      IS 'The kind of act.';
COMMENT ON COLUMN wallet.step_up.payload_hash IS 'Secret. HMAC-SHA-256 of everything the act depends on, with a key of the server.';
COMMENT ON COLUMN wallet.step_up.issued_at    IS 'When the code was asked for.';
COMMENT ON COLUMN wallet.step_up.expires_at   IS 'The last moment the act can be done with it.';
COMMENT ON COLUMN wallet.step_up.tries        IS 'Codes tried, the right one included; at most five.';
COMMENT ON COLUMN wallet.step_up.passed_at    IS 'When the right code came.';
COMMENT ON COLUMN wallet.step_up.used_at      IS 'When the act was done.';
