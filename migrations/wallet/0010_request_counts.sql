-- Adds request_count, where all instances of the service count requests for their rate limits.
-- Locks nothing that is in use: the table is new. Takes milliseconds.

-- Unlogged: a count is worth nothing after a crash, so it costs no write-ahead log and no wait for the disk. A
-- crash empties the table, and every caller starts anew. Replicas do not see it.
CREATE UNLOGGED TABLE wallet.request_count (
  key        text          COLLATE "C" NOT NULL,
  taken_at   timestamptz[] NOT NULL,
  refused_at timestamptz,
  stale_at   timestamptz   NOT NULL,

  CONSTRAINT request_count_pkey     PRIMARY KEY (key),
  CONSTRAINT request_count_key_size CHECK (octet_length(key) BETWEEN 1 AND 200),
  CONSTRAINT request_count_taken    CHECK (cardinality(taken_at) > 0)
)
-- A count changes many times a minute. Room on each page keeps its versions there, where they are tidied without
-- vacuum. No index but the key's: one on a column that changes with each request would have to change with it.
WITH (fillfactor = 50);

COMMENT ON TABLE  wallet.request_count            IS 'When each caller asked lately. Unlogged: a crash empties it, and nothing is lost by that.';
COMMENT ON COLUMN wallet.request_count.key        IS 'The policy and the caller: user:<id>, or login:<address>.';
COMMENT ON COLUMN wallet.request_count.taken_at   IS 'When the requests came that were taken and still count, the oldest first: never more than the policy grants. By the database clock, which all instances share.';
COMMENT ON COLUMN wallet.request_count.refused_at IS 'When the last request came, if it was one too many; empty if it was taken.';
COMMENT ON COLUMN wallet.request_count.stale_at   IS 'From then on nothing of the row counts, and it may go.';
