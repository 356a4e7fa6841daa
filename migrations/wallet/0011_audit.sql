-- Adds the audit trail: the table audit_record, the functions that fill and guard it, and their triggers on the
-- tables that exist. Takes a SHARE ROW EXCLUSIVE lock on each of those for milliseconds: writers wait, readers do not.

CREATE TABLE wallet.audit_record (
  id             bigint      GENERATED ALWAYS AS IDENTITY,
  recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  tenant_id      integer,
  table_name     text        COLLATE "C" NOT NULL,
  row_id         text        COLLATE "C" NOT NULL,
  operation      text        COLLATE "C" NOT NULL,
  old_values     jsonb,
  new_values     jsonb,
  difference     jsonb       NOT NULL,
  actor          text        NOT NULL,
  request_id     text,
  erasure        text,
  database_role  text        NOT NULL DEFAULT session_user,
  transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),

  CONSTRAINT audit_record_pkey           PRIMARY KEY (id),
  CONSTRAINT audit_record_operation_list CHECK (operation IN ('insert', 'update', 'delete'))
);

-- The two ways in which people look: what happened lately, and what happened to this row.
CREATE INDEX audit_record_tenant_id_idx ON wallet.audit_record (tenant_id, id);
CREATE INDEX audit_record_row_idx       ON wallet.audit_record (table_name, row_id, id);

COMMENT ON TABLE  wallet.audit_record                IS 'Who changed which row of this schema, how, and for which request. Written by triggers alone, never changed; a legal erasure blanks values.';
COMMENT ON COLUMN wallet.audit_record.id             IS 'Given by the database, in the order of writing. Not of commits: a lower one may appear later.';
COMMENT ON COLUMN wallet.audit_record.recorded_at    IS 'The moment of the change, by the database clock.';
COMMENT ON COLUMN wallet.audit_record.tenant_id      IS 'Whose row it is; empty for a row that belongs to no tenant.';
COMMENT ON COLUMN wallet.audit_record.table_name     IS 'The table, without the schema.';
COMMENT ON COLUMN wallet.audit_record.row_id         IS 'The primary key of the row; the parts of a composite key are joined by a slash. A part that is a secret reads "(hidden)".';
COMMENT ON COLUMN wallet.audit_record.operation      IS 'insert, update or delete.';
COMMENT ON COLUMN wallet.audit_record.old_values     IS 'The row before; empty for an insert. A column that its trigger does not name reads "(hidden)".';
COMMENT ON COLUMN wallet.audit_record.new_values     IS 'The row after; empty for a delete. Hidden as in old_values.';
COMMENT ON COLUMN wallet.audit_record.difference     IS 'The columns that changed: {"name": {"old": ..., "new": ...}}. A hidden column shows that it changed, not how.';
COMMENT ON COLUMN wallet.audit_record.actor          IS 'Who acted: user:<id>, job:<name>, anonymous, or database:<role> for somebody who came past the service.';
COMMENT ON COLUMN wallet.audit_record.request_id     IS 'The request that the change was made for; the same in the log and in the answer.';
COMMENT ON COLUMN wallet.audit_record.erasure        IS 'The case under which the law had the row, or the values here, erased.';
COMMENT ON COLUMN wallet.audit_record.database_role  IS 'The role that logged in to PostgreSQL.';
COMMENT ON COLUMN wallet.audit_record.transaction_id IS 'Changes with the same value were made together.';

-- Hides what is not named. A column that is added later is hidden until somebody decides otherwise, so a secret
-- cannot get into the trail by being forgotten.
CREATE FUNCTION wallet.audit_view(row_values jsonb, shown text[])
RETURNS jsonb
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_object_agg(
           key,
           CASE WHEN key = ANY (shown) OR value = 'null' THEN value ELSE '"(hidden)"' END
         )
  FROM jsonb_each(row_values)
$$;

COMMENT ON FUNCTION wallet.audit_view(jsonb, text[]) IS 'A row as the trail may show it: the named columns as they are, the others "(hidden)" or null.';

-- SECURITY DEFINER, so that the role of the service needs no right to write to the trail itself.
-- Its arguments are the columns to show. Every table that changes by business carries
--   CREATE TRIGGER <table>_audit AFTER INSERT OR UPDATE OR DELETE ON wallet.<table>
--   FOR EACH ROW EXECUTE FUNCTION wallet.record_change('id', 'tenant_id', ...);
CREATE FUNCTION wallet.record_change()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before     jsonb  := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after      jsonb  := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  latest     jsonb  := coalesce(after, before);
  old_view   jsonb  := wallet.audit_view(before, TG_ARGV);
  new_view   jsonb  := wallet.audit_view(after, TG_ARGV);
  difference jsonb;
BEGIN
  -- Compared before anything is hidden: that a password changed is worth knowing, what it changed to is not.
  SELECT jsonb_object_agg(key, jsonb_build_object('old', old_view -> key, 'new', new_view -> key))
  INTO difference
  FROM jsonb_object_keys(latest) AS key
  WHERE TG_OP <> 'UPDATE' OR before -> key IS DISTINCT FROM after -> key;

  IF difference IS NULL THEN
    RETURN NULL;
  END IF;

  INSERT INTO wallet.audit_record (
    tenant_id, table_name, row_id, operation, old_values, new_values, difference, actor, request_id, erasure
  )
  VALUES (
    CASE WHEN TG_TABLE_NAME = 'tenant' THEN latest ->> 'id' ELSE latest ->> 'tenant_id' END::integer,
    TG_TABLE_NAME,
    (
      SELECT string_agg(coalesce(new_view, old_view) ->> attribute.attname, '/' ORDER BY position)
      FROM pg_index
      CROSS JOIN LATERAL unnest(pg_index.indkey) WITH ORDINALITY AS part (number, position)
      JOIN pg_attribute AS attribute ON attribute.attrelid = TG_RELID AND attribute.attnum = part.number
      WHERE pg_index.indrelid = TG_RELID AND pg_index.indisprimary
    ),
    lower(TG_OP),
    old_view,
    new_view,
    difference,
    coalesce(nullif(current_setting('evenkeel.actor', true), ''), 'database:' || session_user),
    nullif(current_setting('evenkeel.request_id', true), ''),
    nullif(current_setting('evenkeel.erasure', true), '')
  );
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION wallet.record_change() IS 'Writes the audit record of one changed row. Its arguments are the columns whose values may be shown.';

CREATE FUNCTION wallet.refuse_removal()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' AND nullif(current_setting('evenkeel.erasure', true), '') IS NOT NULL THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation',
          CONSTRAINT = 'refuse_removal',
          HINT = 'End the row by its status. For a legal erasure name the case first: SELECT set_config(''evenkeel.erasure'', ''case 17'', true)';
END
$$;

COMMENT ON FUNCTION wallet.refuse_removal() IS 'Stops DELETE, except in a transaction that names a legal erasure, and TRUNCATE always.';

-- The trail may lose values, never records: a legal erasure blanks what a row once held and leaves that it was held.
CREATE FUNCTION wallet.guard_audit_record()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  blanked CONSTANT text[] := ARRAY['old_values', 'new_values', 'difference', 'erasure'];
BEGIN
  IF TG_OP = 'UPDATE'
    AND nullif(current_setting('evenkeel.erasure', true), '') IS NOT NULL
    AND NEW.erasure = current_setting('evenkeel.erasure', true)
    AND NEW.old_values IS NULL
    AND NEW.new_values IS NULL
    AND NEW.difference = '{}'
    AND to_jsonb(NEW) - blanked = to_jsonb(OLD) - blanked
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The audit trail is never changed.'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'guard_audit_record';
END
$$;

COMMENT ON FUNCTION wallet.guard_audit_record() IS 'Stops every change of the trail but the blanking of values under a named legal erasure.';

CREATE TRIGGER audit_record_guard
BEFORE UPDATE OR DELETE ON wallet.audit_record
FOR EACH ROW EXECUTE FUNCTION wallet.guard_audit_record();

CREATE TRIGGER audit_record_no_truncate
BEFORE TRUNCATE ON wallet.audit_record
FOR EACH STATEMENT EXECUTE FUNCTION wallet.guard_audit_record();

CREATE TRIGGER tenant_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.tenant
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('id', 'code', 'name', 'created_at');

CREATE TRIGGER user_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.user
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('id', 'tenant_id', 'mail', 'name', 'status', 'tier', 'version', 'created_at');

CREATE TRIGGER role_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.role
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('code', 'about');

CREATE TRIGGER user_role_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.user_role
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('tenant_id', 'user_id', 'role', 'granted_at', 'granted_by');

CREATE TRIGGER session_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.session
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'user_id', 'created_at', 'refreshed_at', 'ends_at', 'revoked_at', 'revoked_for', 'client_ip',
  'user_agent'
);

CREATE TRIGGER refresh_token_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.refresh_token
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('tenant_id', 'session_id', 'issued_at', 'expires_at', 'used_at');

CREATE TRIGGER password_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.password
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('user_id', 'tenant_id', 'changed_at');

CREATE TRIGGER password_reset_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.password_reset
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('tenant_id', 'user_id', 'issued_at', 'expires_at', 'used_at');

CREATE TRIGGER registration_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.registration
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('tenant_id', 'mail', 'name', 'issued_at', 'expires_at', 'used_at');

CREATE TRIGGER totp_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.totp
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'user_id', 'tenant_id', 'enrolled_at', 'confirmed_at', 'last_step', 'failures', 'failing_since'
);

CREATE TRIGGER recovery_code_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.recovery_code
FOR EACH ROW EXECUTE FUNCTION wallet.record_change('tenant_id', 'user_id', 'used_at');

CREATE TRIGGER step_up_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.step_up
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'user_id', 'session_id', 'purpose', 'issued_at', 'expires_at', 'tries', 'passed_at', 'used_at'
);

CREATE TRIGGER mail_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.mail
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'kind', 'recipient', 'facts', 'created_at', 'attempts', 'due_at', 'outcome', 'ended_at'
);

-- TRUNCATE fires no row trigger: without these it would remove rows past the trail.
CREATE TRIGGER tenant_no_truncate
BEFORE TRUNCATE ON wallet.tenant
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER user_no_truncate
BEFORE TRUNCATE ON wallet.user
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER role_no_truncate
BEFORE TRUNCATE ON wallet.role
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER user_role_no_truncate
BEFORE TRUNCATE ON wallet.user_role
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER session_no_truncate
BEFORE TRUNCATE ON wallet.session
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER refresh_token_no_truncate
BEFORE TRUNCATE ON wallet.refresh_token
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER password_no_truncate
BEFORE TRUNCATE ON wallet.password
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER password_reset_no_truncate
BEFORE TRUNCATE ON wallet.password_reset
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER registration_no_truncate
BEFORE TRUNCATE ON wallet.registration
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER totp_no_truncate
BEFORE TRUNCATE ON wallet.totp
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER recovery_code_no_truncate
BEFORE TRUNCATE ON wallet.recovery_code
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER step_up_no_truncate
BEFORE TRUNCATE ON wallet.step_up
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER mail_no_truncate
BEFORE TRUNCATE ON wallet.mail
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

-- What books, decisions and people refer to stays. Sessions, tokens and mails have an end and are tidied away, and the
-- trail keeps that they were.
CREATE TRIGGER tenant_no_delete
BEFORE DELETE ON wallet.tenant
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER user_no_delete
BEFORE DELETE ON wallet.user
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER role_no_delete
BEFORE DELETE ON wallet.role
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();
