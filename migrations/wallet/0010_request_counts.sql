-- Adds request_count, where all instances of the service count requests for their rate limits.
-- Locks nothing that is in use: the table is new. Takes milliseconds.

-- Unlogged: a count is worth nothing after a crash, so it costs no write-ahead log and no wait for the disk. A
-- crash empties the table, and every caller starts a new window. Replicas do not see it.
CREATE UNLOGGED TABLE wallet.request_count (
  key            text        COLLATE "C" NOT NULL,
  requests       integer     NOT NULL,
  window_ends_at timestamptz NOT NULL,

  CONSTRAINT request_count_pkey     PRIMARY KEY (key),
  CONSTRAINT request_count_key_size CHECK (octet_length(key) BETWEEN 1 AND 200),
  CONSTRAINT request_count_positive CHECK (requests > 0)
)
-- A count changes many times a minute. Room on each page keeps its versions there, where they are tidied without
-- vacuum and without a touch to an index.
WITH (fillfactor = 50);

CREATE INDEX request_count_window_ends_at_idx ON wallet.request_count (window_ends_at);

COMMENT ON TABLE  wallet.request_count                IS 'How often each caller asked in its current window. Unlogged: a crash empties it, and nothing is lost by that.';
COMMENT ON COLUMN wallet.request_count.key            IS 'The policy and the caller: user:<id>, or login:<address>.';
COMMENT ON COLUMN wallet.request_count.requests       IS 'Requests in the window, the refused ones included.';
COMMENT ON COLUMN wallet.request_count.window_ends_at IS 'From then on the next request starts a new window. By the database clock, which all instances share.';
