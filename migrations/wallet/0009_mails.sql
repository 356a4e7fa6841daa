-- Creates wallet.mail: what is to be written to people. Locks nothing that is in use: the table is new. Takes
-- milliseconds.

CREATE TABLE wallet.mail (
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id  integer     NOT NULL,
  kind       text        COLLATE "C" NOT NULL,
  recipient  text        COLLATE "C" NOT NULL,
  facts      jsonb       NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  attempts   smallint    NOT NULL DEFAULT 0,
  due_at     timestamptz,
  outcome    text        COLLATE "C",
  ended_at   timestamptz,

  CONSTRAINT mail_pkey           PRIMARY KEY (id),
  CONSTRAINT mail_tenant_fkey    FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT mail_kind_form      CHECK (kind ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT mail_recipient_size CHECK (char_length(recipient) BETWEEN 3 AND 254),
  CONSTRAINT mail_facts_form     CHECK (jsonb_typeof(facts) = 'object'),
  CONSTRAINT mail_attempts_range CHECK (attempts >= 0),
  CONSTRAINT mail_outcome_known  CHECK (outcome IN ('sent', 'needless', 'failed')),
  CONSTRAINT mail_ended_whole    CHECK ((outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) <> (due_at IS NULL))
);

CREATE INDEX mail_due_idx       ON wallet.mail (due_at) WHERE outcome IS NULL;
CREATE INDEX mail_recipient_idx ON wallet.mail (tenant_id, recipient, created_at);
CREATE INDEX mail_ended_idx     ON wallet.mail (ended_at) WHERE outcome IS NOT NULL;

COMMENT ON TABLE  wallet.mail            IS 'What is to be written to somebody, in the transaction that gave the reason. Holds no secret: a token is made when the mail is composed.';
COMMENT ON COLUMN wallet.mail.id         IS 'Given by the database.';
COMMENT ON COLUMN wallet.mail.tenant_id  IS 'On whose behalf.';
COMMENT ON COLUMN wallet.mail.kind       IS 'Which mail; the template has the same name.';
COMMENT ON COLUMN wallet.mail.recipient  IS 'The address to write to.';
COMMENT ON COLUMN wallet.mail.facts      IS 'What the template needs to know.';
COMMENT ON COLUMN wallet.mail.created_at IS 'The start of the transaction that asked for it, by the database clock.';
COMMENT ON COLUMN wallet.mail.attempts   IS 'How often delivery was begun.';
COMMENT ON COLUMN wallet.mail.due_at     IS 'When delivery may begin or, for one under way, when somebody else may take it over.';
COMMENT ON COLUMN wallet.mail.outcome    IS 'sent; needless, because nobody is to be told; failed, after the last attempt.';
COMMENT ON COLUMN wallet.mail.ended_at   IS 'When it came to that.';
