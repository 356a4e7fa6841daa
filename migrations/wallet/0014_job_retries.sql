-- Creates wallet.job_retry: which dead letters staff had done again. Locks nothing that is in use: the table is new.
-- Takes milliseconds.

CREATE TABLE wallet.job_retry (
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id   integer     NOT NULL,
  dead_id     uuid        NOT NULL,
  job_id      uuid        NOT NULL,
  job         text        COLLATE "C" NOT NULL,
  retried_by  uuid        NOT NULL,
  retried_at  timestamptz NOT NULL,

  CONSTRAINT job_retry_pkey        PRIMARY KEY (id),
  CONSTRAINT job_retry_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  -- A dead letter leaves its queue when it is done again, so it is done again once.
  CONSTRAINT job_retry_dead_key    UNIQUE (dead_id),
  CONSTRAINT job_retry_job_form    CHECK (job ~ '^[a-z][a-z-]{0,62}$')
);

CREATE INDEX job_retry_tenant_id_idx ON wallet.job_retry (tenant_id, id);

COMMENT ON TABLE  wallet.job_retry            IS 'The dead letters that staff had done again: the queues are no place to remember who decided what.';
COMMENT ON COLUMN wallet.job_retry.id         IS 'Given by the database.';
COMMENT ON COLUMN wallet.job_retry.tenant_id  IS 'Whose staff decided it.';
COMMENT ON COLUMN wallet.job_retry.dead_id    IS 'The dead letter.';
COMMENT ON COLUMN wallet.job_retry.job_id     IS 'The job that is done again.';
COMMENT ON COLUMN wallet.job_retry.job        IS 'What kind of job.';
COMMENT ON COLUMN wallet.job_retry.retried_by IS 'Who decided it.';
COMMENT ON COLUMN wallet.job_retry.retried_at IS 'When, by the clock of the service.';

CREATE TRIGGER job_retry_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.job_retry
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('id', 'tenant_id', 'dead_id', 'job_id', 'job', 'retried_by', 'retried_at');

CREATE TRIGGER job_retry_no_truncate
BEFORE TRUNCATE ON wallet.job_retry
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER job_retry_no_delete
BEFORE DELETE ON wallet.job_retry
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();
