-- Creates wallet.break: where books and gateway differ, for staff to decide. Locks nothing that is in use: the table
-- is new. Takes milliseconds.

CREATE TABLE wallet.break (
  id          uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id   integer     NOT NULL,
  kind        text        COLLATE "C" NOT NULL,
  deposit_id  uuid,
  gateway     text        COLLATE "C" NOT NULL,
  object_id   text        COLLATE "C" NOT NULL,
  expected    jsonb       NOT NULL,
  found       jsonb       NOT NULL,
  opened_at   timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution  text,

  CONSTRAINT break_pkey            PRIMARY KEY (id),
  CONSTRAINT break_tenant_fkey     FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT break_deposit_fkey    FOREIGN KEY (tenant_id, deposit_id) REFERENCES wallet.deposit (tenant_id, id),
  CONSTRAINT break_by_fkey         FOREIGN KEY (resolved_by) REFERENCES wallet.user (id),
  CONSTRAINT break_kind_form       CHECK (kind ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT break_values_form     CHECK (jsonb_typeof(expected) = 'object' AND jsonb_typeof(found) = 'object'),
  CONSTRAINT break_resolved_whole  CHECK (
    (resolved_at IS NULL) = (resolution IS NULL) AND (resolved_at IS NULL) = (resolved_by IS NULL)
  ),
  CONSTRAINT break_resolution_size CHECK (char_length(resolution) BETWEEN 1 AND 500)
);

-- The same difference, seen again, is the same break.
CREATE UNIQUE INDEX break_open_key ON wallet.break (gateway, object_id, kind) WHERE resolved_at IS NULL;
CREATE INDEX break_tenant_idx      ON wallet.break (tenant_id, opened_at);
CREATE INDEX break_deposit_idx     ON wallet.break (deposit_id);

COMMENT ON TABLE  wallet.break             IS 'A place where books and gateway differ. Nothing is posted for one until staff decide.';
COMMENT ON COLUMN wallet.break.id          IS 'Random.';
COMMENT ON COLUMN wallet.break.tenant_id   IS 'In whose books.';
COMMENT ON COLUMN wallet.break.kind        IS 'What sort of difference: purchase_differs, paid_twice, returned_differs.';
COMMENT ON COLUMN wallet.break.deposit_id  IS 'The deposit it is about, where there is one.';
COMMENT ON COLUMN wallet.break.gateway     IS 'Which gateway.';
COMMENT ON COLUMN wallet.break.object_id   IS 'The gateway''s id of what differs.';
COMMENT ON COLUMN wallet.break.expected    IS 'What our side says, of what differs.';
COMMENT ON COLUMN wallet.break.found       IS 'What the gateway says of the same.';
COMMENT ON COLUMN wallet.break.opened_at   IS 'When it was first seen.';
COMMENT ON COLUMN wallet.break.resolved_at IS 'When staff decided.';
COMMENT ON COLUMN wallet.break.resolved_by IS 'Who decided.';
COMMENT ON COLUMN wallet.break.resolution  IS 'What was decided, in their words.';

CREATE TRIGGER break_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.break
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'kind', 'deposit_id', 'gateway', 'object_id', 'expected', 'found', 'opened_at', 'resolved_at',
  'resolved_by', 'resolution'
);

CREATE TRIGGER break_no_delete
BEFORE DELETE ON wallet.break
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER break_no_truncate
BEFORE TRUNCATE ON wallet.break
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
