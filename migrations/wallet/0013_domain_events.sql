-- Creates wallet.domain_event: what happened, for those who listen. Locks nothing that is in use: the table is new.
-- Takes milliseconds.

CREATE TABLE wallet.domain_event (
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id   integer     NOT NULL,
  type        text        COLLATE "C" NOT NULL,
  data        jsonb       NOT NULL,
  happened_at timestamptz NOT NULL,
  job_id      uuid        NOT NULL,
  spread_at   timestamptz,

  CONSTRAINT domain_event_pkey        PRIMARY KEY (id),
  CONSTRAINT domain_event_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT domain_event_type_form   CHECK (type ~ '^[a-z][a-z-]{0,62}$'),
  CONSTRAINT domain_event_data_form   CHECK (jsonb_typeof(data) = 'object')
);

CREATE INDEX domain_event_tenant_id_idx ON wallet.domain_event (tenant_id, id);
-- The orphan sweeper looks for events whose listeners were never told.
CREATE INDEX domain_event_unspread_idx  ON wallet.domain_event (id) WHERE spread_at IS NULL;

COMMENT ON TABLE  wallet.domain_event             IS 'Something that happened, written in the transaction in which it did. Listeners are told by jobs.';
COMMENT ON COLUMN wallet.domain_event.id          IS 'Given by the database, in the order of writing. Not of commits: a lower one may appear later.';
COMMENT ON COLUMN wallet.domain_event.tenant_id   IS 'Whose event it is.';
COMMENT ON COLUMN wallet.domain_event.type        IS 'What happened: noun and participle, such as deposit-completed.';
COMMENT ON COLUMN wallet.domain_event.data        IS 'Ids and facts. Never a secret.';
COMMENT ON COLUMN wallet.domain_event.happened_at IS 'When it happened, by the clock of the service.';
COMMENT ON COLUMN wallet.domain_event.job_id      IS 'The job that gives each listener a job of its own.';
COMMENT ON COLUMN wallet.domain_event.spread_at   IS 'When each listener was given a job of its own; empty before.';

CREATE TRIGGER domain_event_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.domain_event
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('id', 'tenant_id', 'type', 'data', 'happened_at', 'job_id', 'spread_at');

CREATE TRIGGER domain_event_no_truncate
BEFORE TRUNCATE ON wallet.domain_event
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

-- What happened has happened.
CREATE TRIGGER domain_event_no_delete
BEFORE DELETE ON wallet.domain_event
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();
