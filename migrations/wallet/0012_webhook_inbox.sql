-- Creates wallet.webhook, the inbox, and wallet.webhook_refusal, the count of what was turned away at the door. Locks
-- nothing that is in use: both tables are new. Takes milliseconds.

CREATE TABLE wallet.webhook (
  id               bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id        integer     NOT NULL,
  gateway          text        COLLATE "C" NOT NULL,
  digest           bytea       NOT NULL,
  sealed_body      bytea       NOT NULL,
  event_type       text        COLLATE "C" NOT NULL,
  object_kind      text        COLLATE "C" NOT NULL,
  object_id        text        COLLATE "C" NOT NULL,
  received_at      timestamptz NOT NULL,
  deliveries       integer     NOT NULL DEFAULT 1,
  last_received_at timestamptz NOT NULL,
  client_ip        inet        NOT NULL,
  job_id           uuid        NOT NULL,
  outcome          text        COLLATE "C",
  ended_at         timestamptz,

  CONSTRAINT webhook_pkey             PRIMARY KEY (id),
  CONSTRAINT webhook_tenant_fkey      FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT webhook_digest_key       UNIQUE (tenant_id, gateway, digest),
  CONSTRAINT webhook_gateway_form     CHECK (gateway ~ '^[a-z][a-z0-9-]{0,62}$'),
  CONSTRAINT webhook_digest_size      CHECK (octet_length(digest) = 32),
  CONSTRAINT webhook_body_size        CHECK (octet_length(sealed_body) BETWEEN 30 AND 262500),
  CONSTRAINT webhook_event_type_size  CHECK (char_length(event_type) <= 128),
  CONSTRAINT webhook_object_kind_size CHECK (char_length(object_kind) <= 64),
  CONSTRAINT webhook_object_id_size   CHECK (char_length(object_id) <= 128),
  CONSTRAINT webhook_deliveries_range CHECK (deliveries >= 1),
  CONSTRAINT webhook_outcome_known    CHECK (outcome IN ('handled', 'ignored')),
  CONSTRAINT webhook_ended_whole      CHECK ((outcome IS NULL) = (ended_at IS NULL))
);

CREATE INDEX webhook_tenant_id_idx ON wallet.webhook (tenant_id, id);
CREATE INDEX webhook_object_idx    ON wallet.webhook (tenant_id, object_id, id);
-- The orphan sweeper looks for webhooks that nobody will act on.
CREATE INDEX webhook_open_idx      ON wallet.webhook (id) WHERE outcome IS NULL;

COMMENT ON TABLE  wallet.webhook                  IS 'The inbox: every webhook with a good signature, as it came. A repeat, byte for byte, is counted on the row of the first.';
COMMENT ON COLUMN wallet.webhook.id               IS 'Given by the database, in the order of writing.';
COMMENT ON COLUMN wallet.webhook.tenant_id        IS 'Whose gateway it came to.';
COMMENT ON COLUMN wallet.webhook.gateway          IS 'The gateway, as in the path.';
COMMENT ON COLUMN wallet.webhook.digest           IS 'SHA-256 of the body: what makes a repeat a repeat, because the body carries no id of its own.';
COMMENT ON COLUMN wallet.webhook.sealed_body      IS 'Secret. The bytes that were signed, under AES-256-GCM: they name people and their bank accounts. Bound to this table and the digest.';
COMMENT ON COLUMN wallet.webhook.event_type       IS 'What the provider says has happened; empty where it says nothing that can be read.';
COMMENT ON COLUMN wallet.webhook.object_kind      IS 'The kind of the provider''s object; empty where it is unknown.';
COMMENT ON COLUMN wallet.webhook.object_id        IS 'The provider''s id of the object; empty where there is none.';
COMMENT ON COLUMN wallet.webhook.received_at      IS 'When it came first, by the clock of the service.';
COMMENT ON COLUMN wallet.webhook.deliveries       IS 'How often it came.';
COMMENT ON COLUMN wallet.webhook.last_received_at IS 'When it came last.';
COMMENT ON COLUMN wallet.webhook.client_ip        IS 'Where it came from first.';
COMMENT ON COLUMN wallet.webhook.job_id           IS 'The job that acts on it.';
COMMENT ON COLUMN wallet.webhook.outcome          IS 'handled: somebody acted on it; ignored: there was nothing to do. Empty before.';
COMMENT ON COLUMN wallet.webhook.ended_at         IS 'When it came to that.';

CREATE TRIGGER webhook_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.webhook
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'gateway', 'digest', 'event_type', 'object_kind', 'object_id', 'received_at', 'deliveries',
  'last_received_at', 'client_ip', 'job_id', 'outcome', 'ended_at'
);

CREATE TRIGGER webhook_no_truncate
BEFORE TRUNCATE ON wallet.webhook
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER webhook_no_delete
BEFORE DELETE ON wallet.webhook
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

-- One row for each reason and hour, whatever arrives: who sends forgeries must not be able to fill the disk with them.
CREATE TABLE wallet.webhook_refusal (
  tenant_id       integer     NOT NULL,
  gateway         text        COLLATE "C" NOT NULL,
  reason          text        COLLATE "C" NOT NULL,
  hour            timestamptz NOT NULL,
  refusals        bigint      NOT NULL DEFAULT 1,
  first_at        timestamptz NOT NULL,
  last_at         timestamptz NOT NULL,
  last_client_ip  inet        NOT NULL,
  last_request_id text,

  CONSTRAINT webhook_refusal_pkey         PRIMARY KEY (tenant_id, gateway, reason, hour),
  CONSTRAINT webhook_refusal_tenant_fkey  FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT webhook_refusal_gateway_form CHECK (gateway ~ '^[a-z][a-z0-9-]{0,62}$'),
  CONSTRAINT webhook_refusal_reason_form  CHECK (reason ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT webhook_refusal_positive     CHECK (refusals > 0)
)
WITH (fillfactor = 50);

COMMENT ON TABLE  wallet.webhook_refusal                 IS 'How many webhooks were refused, by reason and hour. What they said is not kept: anybody can send anything.';
COMMENT ON COLUMN wallet.webhook_refusal.tenant_id       IS 'Whose gateway they came to.';
COMMENT ON COLUMN wallet.webhook_refusal.gateway         IS 'The gateway, as in the path.';
COMMENT ON COLUMN wallet.webhook_refusal.reason          IS 'Why: the code of the refusal.';
COMMENT ON COLUMN wallet.webhook_refusal.hour            IS 'The hour that is counted, by its beginning.';
COMMENT ON COLUMN wallet.webhook_refusal.refusals        IS 'How many in that hour.';
COMMENT ON COLUMN wallet.webhook_refusal.first_at        IS 'When the first came.';
COMMENT ON COLUMN wallet.webhook_refusal.last_at         IS 'When the last came.';
COMMENT ON COLUMN wallet.webhook_refusal.last_client_ip  IS 'Where the last came from.';
COMMENT ON COLUMN wallet.webhook_refusal.last_request_id IS 'The request of the last; its line in the log says more.';
