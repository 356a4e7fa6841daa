-- Creates wallet.role with the four roles and wallet.user_role: who has which. Locks nothing that is in use: the
-- tables are new. Takes milliseconds.

CREATE TABLE wallet.role (
  code  text COLLATE "C" NOT NULL,
  about text NOT NULL,

  CONSTRAINT role_pkey      PRIMARY KEY (code),
  CONSTRAINT role_code_form CHECK (code ~ '^[a-z][a-z_]{0,30}$')
);

COMMENT ON TABLE  wallet.role       IS 'The roles there are, the same in every tenant.';
COMMENT ON COLUMN wallet.role.code  IS 'The name in programs.';
COMMENT ON COLUMN wallet.role.about IS 'What people with the role do.';

INSERT INTO wallet.role (code, about)
VALUES
  ('user',    'Owns wallets and moves the money in them.'),
  ('support', 'Helps owners: sees users, transactions, webhooks and jobs.'),
  ('finance', 'Decides on withdrawals, refunds and adjustments, and reconciles.'),
  ('admin',   'Grants roles, disables users and reads the audit trail.');

CREATE TABLE wallet.user_role (
  tenant_id  integer     NOT NULL,
  user_id    uuid        NOT NULL,
  role       text        COLLATE "C" NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  granted_by uuid,

  CONSTRAINT user_role_pkey            PRIMARY KEY (user_id, role),
  CONSTRAINT user_role_user_fkey       FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT user_role_role_fkey       FOREIGN KEY (role) REFERENCES wallet.role (code),
  CONSTRAINT user_role_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES wallet.user (id)
);

COMMENT ON TABLE  wallet.user_role            IS 'Which roles a user has. Read on every request, so a change acts at once.';
COMMENT ON COLUMN wallet.user_role.tenant_id  IS 'The tenant in which the role counts.';
COMMENT ON COLUMN wallet.user_role.user_id    IS 'Who has the role.';
COMMENT ON COLUMN wallet.user_role.role       IS 'The role.';
COMMENT ON COLUMN wallet.user_role.granted_at IS 'The start of the transaction that granted it, by the database clock.';
COMMENT ON COLUMN wallet.user_role.granted_by IS 'The admin who granted it; empty for what registration or the first set-up grants.';

-- A trigger, so that a grant by hand ends the tokens as well.
CREATE FUNCTION wallet.end_tokens_of_role_holder() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE wallet.user
    SET    version = version + 1
    WHERE  id = OLD.user_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE wallet.user
    SET    version = version + 1
    WHERE  id = NEW.user_id;
  END IF;
  RETURN NULL;
END
$$;

COMMENT ON FUNCTION wallet.end_tokens_of_role_holder() IS 'Ends the access tokens of a user whose roles change.';

CREATE TRIGGER user_role_ends_tokens
AFTER INSERT OR UPDATE OR DELETE ON wallet.user_role
FOR EACH ROW
EXECUTE FUNCTION wallet.end_tokens_of_role_holder();
