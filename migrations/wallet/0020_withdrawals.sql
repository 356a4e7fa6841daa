-- Creates wallet.withdrawal, wallet.payout, wallet.withdrawal_decision and wallet.fraud_alert: money that owners take
-- out, how it leaves, who approved it, and what looked odd. wallet.break learns of withdrawals: that locks it for
-- milliseconds; the other tables are new.

CREATE TABLE wallet.withdrawal (
  id                 uuid          NOT NULL DEFAULT gen_random_uuid(),
  number             bigint        GENERATED ALWAYS AS IDENTITY,
  tenant_id          integer       NOT NULL,
  user_id            uuid          NOT NULL,
  currency           text          COLLATE "C" NOT NULL,
  amount             numeric(38,0) NOT NULL,
  fee                numeric(38,0) NOT NULL,
  status             text          COLLATE "C" NOT NULL,
  flags              text[]        COLLATE "C" NOT NULL,
  approvals_needed   smallint      NOT NULL,
  round              integer       NOT NULL DEFAULT 1,
  hold_id            uuid          NOT NULL,
  gateway            text          COLLATE "C" NOT NULL,
  bank_name          text          NOT NULL,
  holder             text          NOT NULL,
  last_four          text          COLLATE "C" NOT NULL,
  sealed_destination bytea         NOT NULL,
  destination_mark   bytea         NOT NULL,
  search             tsvector      NOT NULL,
  client_ip          inet          NOT NULL,
  reason             text,
  gateway_fee        numeric(38,0),
  paid_journal       uuid,
  fee_journal        uuid,
  version            integer       NOT NULL DEFAULT 1,
  asks               integer       NOT NULL DEFAULT 0,
  ask_at             timestamptz,
  leased_until       timestamptz,
  created_at         timestamptz   NOT NULL,
  ended_at           timestamptz,

  CONSTRAINT withdrawal_pkey             PRIMARY KEY (id),
  CONSTRAINT withdrawal_user_fkey        FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT withdrawal_tenant_id_key    UNIQUE (tenant_id, id),
  CONSTRAINT withdrawal_user_id_key      UNIQUE (user_id, id),
  CONSTRAINT withdrawal_hold_key         UNIQUE (hold_id),
  CONSTRAINT withdrawal_currency_form    CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT withdrawal_amount_positive  CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT withdrawal_fee_range        CHECK (fee >= 0 AND fee < 'NaN'),
  CONSTRAINT withdrawal_status_known     CHECK (
    status IN (
      'requested', 'review', 'approved', 'sending', 'completed', 'paid_late', 'returned', 'failed', 'rejected',
      'cancelled'
    )
  ),
  CONSTRAINT withdrawal_flags_known      CHECK (
    flags <@ ARRAY['velocity', 'unusual_amount', 'new_destination', 'daily_total']
  ),
  CONSTRAINT withdrawal_approvals_range  CHECK (approvals_needed BETWEEN 0 AND 2),
  CONSTRAINT withdrawal_round_range      CHECK (round >= 1),
  CONSTRAINT withdrawal_gateway_form     CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
  CONSTRAINT withdrawal_bank_size        CHECK (char_length(bank_name) BETWEEN 1 AND 255),
  CONSTRAINT withdrawal_holder_size      CHECK (char_length(holder) BETWEEN 1 AND 255),
  CONSTRAINT withdrawal_last_four        CHECK (last_four ~ '^[0-9]{4}$'),
  CONSTRAINT withdrawal_sealed_size      CHECK (octet_length(sealed_destination) BETWEEN 60 AND 4096),
  CONSTRAINT withdrawal_mark_size        CHECK (octet_length(destination_mark) = 32),
  CONSTRAINT withdrawal_reason_size      CHECK (char_length(reason) BETWEEN 1 AND 500),
  CONSTRAINT withdrawal_reason_whole     CHECK ((reason IS NOT NULL) = (status IN ('returned', 'failed', 'rejected', 'cancelled'))),
  CONSTRAINT withdrawal_ended_whole      CHECK (
    (ended_at IS NULL) = (status IN ('requested', 'review', 'approved', 'sending'))
  ),
  CONSTRAINT withdrawal_paid_whole       CHECK (
    (paid_journal IS NOT NULL) = (status IN ('completed', 'paid_late', 'returned'))
    AND (paid_journal IS NOT NULL) = (gateway_fee IS NOT NULL)
    AND (fee_journal IS NOT NULL) = (coalesce(gateway_fee, 0) > 0)
  ),
  CONSTRAINT withdrawal_version_range    CHECK (version >= 1),
  CONSTRAINT withdrawal_asks_range       CHECK (asks >= 0),
  -- What is on its way is asked for again and again, whatever happens to its jobs.
  CONSTRAINT withdrawal_asked            CHECK (ask_at IS NOT NULL OR status NOT IN ('approved', 'sending'))
);

-- An owner's withdrawals in the order of time, for their list and for what they took out lately; the queue of staff;
-- names, mails and holders by the beginnings of their words; and those of which the gateway has to be asked.
CREATE INDEX withdrawal_user_idx   ON wallet.withdrawal (user_id, number);
CREATE INDEX withdrawal_recent_idx ON wallet.withdrawal (user_id, created_at);
CREATE INDEX withdrawal_time_idx   ON wallet.withdrawal (created_at);
CREATE INDEX withdrawal_tenant_idx ON wallet.withdrawal (tenant_id, number);
CREATE INDEX withdrawal_queue_idx  ON wallet.withdrawal (tenant_id, status, number);
CREATE INDEX withdrawal_search_idx ON wallet.withdrawal USING gin (search);
CREATE INDEX withdrawal_ask_idx    ON wallet.withdrawal (ask_at) WHERE ask_at IS NOT NULL;

COMMENT ON TABLE  wallet.withdrawal                    IS 'Value that an owner takes out, from the wish to what became of it. The amount and our fee are held in the books all the while.';
COMMENT ON COLUMN wallet.withdrawal.id                 IS 'Random. With the attempt it is our reference at the gateway.';
COMMENT ON COLUMN wallet.withdrawal.number             IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.withdrawal.tenant_id          IS 'Whose book it is in.';
COMMENT ON COLUMN wallet.withdrawal.user_id            IS 'Whose wallet it leaves.';
COMMENT ON COLUMN wallet.withdrawal.currency           IS 'Of every amount in this row.';
COMMENT ON COLUMN wallet.withdrawal.amount             IS 'What is paid out, in minor units.';
COMMENT ON COLUMN wallet.withdrawal.fee                IS 'What we take for it beside the amount.';
COMMENT ON COLUMN wallet.withdrawal.status             IS 'What we know, see docs/reference/withdrawals.md.';
COMMENT ON COLUMN wallet.withdrawal.flags              IS 'What staff should look at: velocity, unusual_amount, new_destination, daily_total.';
COMMENT ON COLUMN wallet.withdrawal.approvals_needed   IS 'How many people have to approve it.';
COMMENT ON COLUMN wallet.withdrawal.round              IS 'Raised by a new flag: approvals of an earlier round were given without knowing it, and count no more.';
COMMENT ON COLUMN wallet.withdrawal.hold_id            IS 'The hold of amount and fee in the books.';
COMMENT ON COLUMN wallet.withdrawal.gateway            IS 'Which gateway pays it out.';
COMMENT ON COLUMN wallet.withdrawal.bank_name          IS 'The bank it goes to, as its owner calls it.';
COMMENT ON COLUMN wallet.withdrawal.holder             IS 'Whose name that account is in.';
COMMENT ON COLUMN wallet.withdrawal.last_four          IS 'The last four digits of the number: all that people are shown.';
COMMENT ON COLUMN wallet.withdrawal.sealed_destination IS 'Secret. The account as it was when asked, under AES-256-GCM with the id of the key; bound to this row: what is linked later redirects nothing.';
COMMENT ON COLUMN wallet.withdrawal.destination_mark   IS 'Secret. HMAC-SHA-256 of the destination: the same one has the same mark.';
COMMENT ON COLUMN wallet.withdrawal.search             IS 'The words of name, mail and holder, for staff.';
COMMENT ON COLUMN wallet.withdrawal.client_ip          IS 'Where the request came from.';
COMMENT ON COLUMN wallet.withdrawal.reason             IS 'Why it came to nothing, in the words its owner reads.';
COMMENT ON COLUMN wallet.withdrawal.gateway_fee        IS 'What the gateway kept for it, by its own word; empty until it is paid.';
COMMENT ON COLUMN wallet.withdrawal.paid_journal       IS 'The journal that took it out of the books.';
COMMENT ON COLUMN wallet.withdrawal.fee_journal        IS 'The journal of the gateway''s fee, where there is one.';
COMMENT ON COLUMN wallet.withdrawal.version            IS 'Raised by every change that a decision or a comparison with the gateway has to know of.';
COMMENT ON COLUMN wallet.withdrawal.asks               IS 'How often it was asked for by the clock.';
COMMENT ON COLUMN wallet.withdrawal.ask_at             IS 'When it is asked for next, whatever happens to its jobs.';
COMMENT ON COLUMN wallet.withdrawal.leased_until       IS 'Until then one job has it in hand.';
COMMENT ON COLUMN wallet.withdrawal.created_at         IS 'When its owner asked. Never earlier than the one before it of the same owner, whatever the clocks say.';
COMMENT ON COLUMN wallet.withdrawal.ended_at           IS 'When its end was known.';

-- The last line of four eyes, for a bug and for a person with psql: nothing is sent that too few people have approved,
-- and an end is an end. A payout that failed may still arrive, and one that arrived may come back.
CREATE FUNCTION wallet.guard_withdrawal()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  approvals integer;
BEGIN
  IF NEW.status IN ('approved', 'sending') AND (TG_OP = 'INSERT' OR OLD.status NOT IN ('approved', 'sending')) THEN
    SELECT count(*)
    INTO approvals
    FROM wallet.withdrawal_decision AS decision
    WHERE decision.withdrawal_id = NEW.id
    AND   decision.round = NEW.round
    AND   decision.decision = 'approve';
    IF approvals < NEW.approvals_needed THEN
      RAISE EXCEPTION 'Withdrawal % needs % approvals and has %.', NEW.id, NEW.approvals_needed, approvals
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'withdrawal_approved';
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status AND OLD.ended_at IS NOT NULL
    AND (OLD.status, NEW.status) NOT IN (('failed', 'paid_late'), ('completed', 'returned'))
  THEN
    RAISE EXCEPTION 'Withdrawal % is %, and does not become %.', NEW.id, OLD.status, NEW.status
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'withdrawal_ended';
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION wallet.guard_withdrawal() IS 'Stops a withdrawal that too few people have approved, and the second life of one that has ended.';

CREATE TABLE wallet.payout (
  id                 uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id          integer     NOT NULL,
  withdrawal_id      uuid        NOT NULL,
  attempt            smallint    NOT NULL,
  gateway            text        COLLATE "C" NOT NULL,
  payout_id          text        COLLATE "C",
  gateway_status     text        COLLATE "C",
  reconciled         boolean     NOT NULL DEFAULT false,
  created_at         timestamptz NOT NULL,
  execute_started_at timestamptz,
  given_up_at        timestamptz,
  given_up_for       text        COLLATE "C",
  last_synced_at     timestamptz,

  CONSTRAINT payout_pkey            PRIMARY KEY (id),
  CONSTRAINT payout_withdrawal_fkey FOREIGN KEY (tenant_id, withdrawal_id) REFERENCES wallet.withdrawal (tenant_id, id),
  CONSTRAINT payout_attempt_key     UNIQUE (withdrawal_id, attempt),
  CONSTRAINT payout_id_key          UNIQUE (gateway, payout_id),
  CONSTRAINT payout_attempt_range   CHECK (attempt BETWEEN 1 AND 4),
  CONSTRAINT payout_gateway_form    CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
  CONSTRAINT payout_id_size         CHECK (char_length(payout_id) BETWEEN 1 AND 128),
  -- Its id is written down before money moves, or nobody could ask what became of it.
  CONSTRAINT payout_executed_known  CHECK (execute_started_at IS NULL OR payout_id IS NOT NULL),
  CONSTRAINT payout_given_up_whole  CHECK ((given_up_at IS NULL) = (given_up_for IS NULL)),
  -- What may have moved money is not left for another attempt, unless its time is over.
  CONSTRAINT payout_given_up_unsent CHECK (
    (execute_started_at IS NULL OR given_up_for = 'not_executed')
    AND (payout_id IS NULL OR given_up_for IN ('too_late', 'not_executed'))
    OR given_up_for IS NULL
  ),
  CONSTRAINT payout_given_up_known  CHECK (given_up_for IN ('create_lost', 'create_refused', 'differs', 'too_late', 'not_executed'))
);

-- One at a time, whatever races: two would be paid twice.
CREATE UNIQUE INDEX payout_open_key ON wallet.payout (withdrawal_id) WHERE given_up_at IS NULL;

COMMENT ON TABLE  wallet.payout                    IS 'One attempt at paying a withdrawal out. Creating it at the gateway moves nothing; executing it does, once at most.';
COMMENT ON COLUMN wallet.payout.id                 IS 'Random.';
COMMENT ON COLUMN wallet.payout.tenant_id          IS 'The tenant of the withdrawal.';
COMMENT ON COLUMN wallet.payout.withdrawal_id      IS 'Of which withdrawal.';
COMMENT ON COLUMN wallet.payout.attempt            IS 'Counted from 1, at most 4. Part of our reference.';
COMMENT ON COLUMN wallet.payout.gateway            IS 'Which gateway.';
COMMENT ON COLUMN wallet.payout.payout_id          IS 'The gateway''s id of it; empty until its answer came.';
COMMENT ON COLUMN wallet.payout.gateway_status     IS 'What the gateway calls its state, as last read; apart from ours.';
COMMENT ON COLUMN wallet.payout.reconciled         IS 'Whether it was as we had asked when it was last compared.';
COMMENT ON COLUMN wallet.payout.created_at         IS 'When it was about to be created.';
COMMENT ON COLUMN wallet.payout.execute_started_at IS 'When it was about to be executed. Set once, by one process, and never executed again after that.';
COMMENT ON COLUMN wallet.payout.given_up_at        IS 'When it was left for another attempt, because it is known to have moved nothing.';
COMMENT ON COLUMN wallet.payout.given_up_for       IS 'Why: create_lost, create_refused, differs, too_late, not_executed.';
COMMENT ON COLUMN wallet.payout.last_synced_at     IS 'When the gateway last told its side.';

CREATE FUNCTION wallet.guard_payout()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.execute_started_at IS DISTINCT FROM NEW.execute_started_at
    AND (OLD.execute_started_at IS NOT NULL OR NEW.given_up_at IS NOT NULL)
    OR OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id
    OR OLD.given_up_at IS NOT NULL AND NEW.given_up_at IS DISTINCT FROM OLD.given_up_at
  THEN
    RAISE EXCEPTION 'Payout % is executed once at most, under one id, and not after it was given up.', NEW.id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payout_once';
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION wallet.guard_payout() IS 'Stops a second execution of a payout, another id for it, and the return of one that was given up.';

CREATE TABLE wallet.withdrawal_decision (
  id            uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id     integer     NOT NULL,
  withdrawal_id uuid        NOT NULL,
  owner_id      uuid        NOT NULL,
  round         integer     NOT NULL,
  decision      text        COLLATE "C" NOT NULL,
  decided_by    uuid        NOT NULL,
  decided_at    timestamptz NOT NULL,
  version       integer     NOT NULL,
  seen          jsonb       NOT NULL,
  reason        text,

  CONSTRAINT withdrawal_decision_pkey       PRIMARY KEY (id),
  CONSTRAINT withdrawal_decision_tenant     FOREIGN KEY (tenant_id, withdrawal_id) REFERENCES wallet.withdrawal (tenant_id, id),
  CONSTRAINT withdrawal_decision_owner      FOREIGN KEY (owner_id, withdrawal_id) REFERENCES wallet.withdrawal (user_id, id),
  CONSTRAINT withdrawal_decision_by_fkey    FOREIGN KEY (decided_by) REFERENCES wallet.user (id),
  CONSTRAINT withdrawal_decision_person_key UNIQUE (withdrawal_id, round, decided_by),
  CONSTRAINT withdrawal_decision_known      CHECK (decision IN ('approve', 'reject')),
  CONSTRAINT withdrawal_decision_own        CHECK (decided_by <> owner_id),
  CONSTRAINT withdrawal_decision_seen_form  CHECK (jsonb_typeof(seen) = 'object'),
  CONSTRAINT withdrawal_decision_reason     CHECK ((reason IS NOT NULL) = (decision = 'reject')),
  CONSTRAINT withdrawal_decision_size       CHECK (char_length(reason) BETWEEN 1 AND 500)
);

COMMENT ON TABLE  wallet.withdrawal_decision               IS 'Who of staff approved or rejected a withdrawal. Never changed.';
COMMENT ON COLUMN wallet.withdrawal_decision.id            IS 'Random.';
COMMENT ON COLUMN wallet.withdrawal_decision.tenant_id     IS 'The tenant of the withdrawal.';
COMMENT ON COLUMN wallet.withdrawal_decision.withdrawal_id IS 'About which withdrawal.';
COMMENT ON COLUMN wallet.withdrawal_decision.owner_id      IS 'Whose it is: nobody decides about their own.';
COMMENT ON COLUMN wallet.withdrawal_decision.round         IS 'The round of the withdrawal when it was decided.';
COMMENT ON COLUMN wallet.withdrawal_decision.decision      IS 'approve or reject.';
COMMENT ON COLUMN wallet.withdrawal_decision.decided_by    IS 'Who.';
COMMENT ON COLUMN wallet.withdrawal_decision.decided_at    IS 'When.';
COMMENT ON COLUMN wallet.withdrawal_decision.version       IS 'The version of the withdrawal that they looked at.';
COMMENT ON COLUMN wallet.withdrawal_decision.seen          IS 'What they were shown of it.';
COMMENT ON COLUMN wallet.withdrawal_decision.reason        IS 'Why it was rejected, in words that its owner reads.';

CREATE TABLE wallet.fraud_alert (
  id        uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id integer     NOT NULL,
  user_id   uuid        NOT NULL,
  rule      text        COLLATE "C" NOT NULL,
  currency  text        COLLATE "C" NOT NULL,
  on_day    date        NOT NULL,
  raised_at timestamptz NOT NULL,

  CONSTRAINT fraud_alert_pkey          PRIMARY KEY (id),
  CONSTRAINT fraud_alert_user_fkey     FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT fraud_alert_once_key      UNIQUE (user_id, rule, currency, on_day),
  CONSTRAINT fraud_alert_rule_known    CHECK (rule IN ('velocity', 'unusual_amount', 'daily_total')),
  CONSTRAINT fraud_alert_currency_form CHECK (currency ~ '^[A-Z]{3}$')
);

COMMENT ON TABLE  wallet.fraud_alert           IS 'What staff were told about: once a day for each owner, rule and currency.';
COMMENT ON COLUMN wallet.fraud_alert.id        IS 'Random.';
COMMENT ON COLUMN wallet.fraud_alert.tenant_id IS 'The tenant of the owner.';
COMMENT ON COLUMN wallet.fraud_alert.user_id   IS 'Whose withdrawals looked odd.';
COMMENT ON COLUMN wallet.fraud_alert.rule      IS 'Which rule, see docs/reference/withdrawals.md.';
COMMENT ON COLUMN wallet.fraud_alert.currency  IS 'In which currency.';
COMMENT ON COLUMN wallet.fraud_alert.on_day    IS 'The day in UTC.';
COMMENT ON COLUMN wallet.fraud_alert.raised_at IS 'When.';

ALTER TABLE wallet.break
  ADD COLUMN withdrawal_id uuid,
  ADD CONSTRAINT break_withdrawal_fkey FOREIGN KEY (tenant_id, withdrawal_id) REFERENCES wallet.withdrawal (tenant_id, id);

CREATE INDEX break_withdrawal_idx ON wallet.break (withdrawal_id);

COMMENT ON COLUMN wallet.break.withdrawal_id IS 'The withdrawal it is about, where there is one.';

DROP TRIGGER break_audit ON wallet.break;

CREATE TRIGGER break_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.break
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'kind', 'deposit_id', 'withdrawal_id', 'gateway', 'object_id', 'expected', 'found', 'opened_at',
  'resolved_at', 'resolved_by', 'resolution'
);

CREATE TRIGGER withdrawal_guard
BEFORE INSERT OR UPDATE ON wallet.withdrawal
FOR EACH ROW EXECUTE FUNCTION wallet.guard_withdrawal();

CREATE TRIGGER payout_guard
BEFORE UPDATE ON wallet.payout
FOR EACH ROW EXECUTE FUNCTION wallet.guard_payout();

CREATE TRIGGER withdrawal_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.withdrawal
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'currency', 'amount', 'fee', 'status', 'flags', 'approvals_needed', 'round',
  'hold_id', 'gateway', 'bank_name', 'holder', 'last_four', 'search', 'client_ip', 'reason', 'gateway_fee',
  'paid_journal', 'fee_journal', 'version', 'asks', 'ask_at', 'leased_until', 'created_at', 'ended_at'
);

CREATE TRIGGER withdrawal_no_delete
BEFORE DELETE ON wallet.withdrawal
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER withdrawal_no_truncate
BEFORE TRUNCATE ON wallet.withdrawal
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER payout_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.payout
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'withdrawal_id', 'attempt', 'gateway', 'payout_id', 'gateway_status', 'reconciled', 'created_at',
  'execute_started_at', 'given_up_at', 'given_up_for', 'last_synced_at'
);

CREATE TRIGGER payout_no_delete
BEFORE DELETE ON wallet.payout
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER payout_no_truncate
BEFORE TRUNCATE ON wallet.payout
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER withdrawal_decision_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.withdrawal_decision
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'withdrawal_id', 'owner_id', 'round', 'decision', 'decided_by', 'decided_at', 'version', 'seen',
  'reason'
);

CREATE TRIGGER withdrawal_decision_no_delete
BEFORE DELETE ON wallet.withdrawal_decision
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER withdrawal_decision_no_truncate
BEFORE TRUNCATE ON wallet.withdrawal_decision
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER fraud_alert_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.fraud_alert
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'user_id', 'rule', 'currency', 'on_day', 'raised_at'
);

CREATE TRIGGER fraud_alert_no_delete
BEFORE DELETE ON wallet.fraud_alert
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER fraud_alert_no_truncate
BEFORE TRUNCATE ON wallet.fraud_alert
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
