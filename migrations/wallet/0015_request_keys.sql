-- Creates wallet.request_key: the answers to requests that move money, under the key their caller gave. Locks nothing
-- that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.request_key (
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  route        text        COLLATE "C" NOT NULL,
  key          text        COLLATE "C" NOT NULL,
  fingerprint  bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  fact_id      uuid,
  leased_until timestamptz,
  status       smallint,
  body         text,

  CONSTRAINT request_key_pkey             PRIMARY KEY (user_id, route, key),
  CONSTRAINT request_key_user_fkey        FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT request_key_key_size         CHECK (char_length(key) BETWEEN 1 AND 255),
  CONSTRAINT request_key_fingerprint_size CHECK (octet_length(fingerprint) = 32),
  CONSTRAINT request_key_status_range     CHECK (status BETWEEN 200 AND 299),
  CONSTRAINT request_key_answer_whole     CHECK ((status IS NULL) = (body IS NULL)),
  CONSTRAINT request_key_running_leased   CHECK (status IS NOT NULL OR (leased_until IS NOT NULL AND fact_id IS NOT NULL))
);

CREATE INDEX request_key_created_idx ON wallet.request_key (created_at);

COMMENT ON TABLE  wallet.request_key              IS 'What was answered to a request that moves money, written in the transaction of its effect: the same key is answered the same, however often it is asked.';
COMMENT ON COLUMN wallet.request_key.tenant_id    IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.request_key.user_id      IS 'Who asked. Another user''s key of the same name is another key.';
COMMENT ON COLUMN wallet.request_key.route        IS 'What was asked of: method and route, with the ids in it.';
COMMENT ON COLUMN wallet.request_key.key          IS 'The caller''s name for the intention.';
COMMENT ON COLUMN wallet.request_key.fingerprint  IS 'SHA-256 of the body in one spelling: the same key with another body is refused.';
COMMENT ON COLUMN wallet.request_key.created_at   IS 'When it was first asked. Removed by the daily clean-up some days later.';
COMMENT ON COLUMN wallet.request_key.fact_id      IS 'The deposit or refund that the request made; a request that was cut off goes on with it.';
COMMENT ON COLUMN wallet.request_key.leased_until IS 'Until then somebody is at it; afterwards a repeat may go on.';
COMMENT ON COLUMN wallet.request_key.status       IS 'The status of the answer; empty while there is none.';
COMMENT ON COLUMN wallet.request_key.body         IS 'The answer, byte by byte.';
