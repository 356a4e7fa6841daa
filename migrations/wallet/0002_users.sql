-- Creates wallet.user: who may log in. Locks nothing that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.user (
  id         uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id  integer     NOT NULL,
  mail       text        COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  status     text        COLLATE "C" NOT NULL DEFAULT 'active',
  tier       text        COLLATE "C" NOT NULL DEFAULT 'standard',
  version    integer     NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT user_pkey          PRIMARY KEY (id),
  CONSTRAINT user_tenant_fkey   FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT user_tenant_id_key UNIQUE (tenant_id, id),
  CONSTRAINT user_mail_key      UNIQUE (tenant_id, mail),
  CONSTRAINT user_mail_form     CHECK (mail ~ '^[^\s@]+@[^\s@]+$' AND char_length(mail) <= 254),
  CONSTRAINT user_mail_lower    CHECK (mail = lower(mail)),
  CONSTRAINT user_name_size     CHECK (char_length(name) BETWEEN 1 AND 255),
  CONSTRAINT user_status_known  CHECK (status IN ('active', 'disabled')),
  CONSTRAINT user_tier_known    CHECK (tier IN ('standard', 'premium')),
  CONSTRAINT user_version_range CHECK (version >= 1)
);

COMMENT ON TABLE  wallet.user            IS 'Who may log in: an owner of wallets, staff, or both. Never deleted, because books and decisions refer to it.';
COMMENT ON COLUMN wallet.user.id         IS 'The subject of tokens; random, so that it tells nothing and cannot be guessed.';
COMMENT ON COLUMN wallet.user.tenant_id  IS 'The organisation the user belongs to.';
COMMENT ON COLUMN wallet.user.mail       IS 'The address to log in with and to write to, in the one form that compares: lower case, its domain in ASCII.';
COMMENT ON COLUMN wallet.user.name       IS 'What the user is called in mails and on screens.';
COMMENT ON COLUMN wallet.user.status     IS 'active, or disabled by staff: a disabled user can neither log in nor go on.';
COMMENT ON COLUMN wallet.user.tier       IS 'standard or premium, set by staff; decides the limits of requests.';
COMMENT ON COLUMN wallet.user.version    IS 'Carried by access tokens. Raised by the database when the status or the roles change, and by the service when the password does: older tokens end at once.';
COMMENT ON COLUMN wallet.user.created_at IS 'The start of the transaction that added the user, by the database clock.';

-- A trigger, so that a change by hand ends the tokens as well.
CREATE FUNCTION wallet.raise_user_version() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION wallet.raise_user_version() IS 'Ends the access tokens of a user whose status changes.';

CREATE TRIGGER user_status_ends_tokens
BEFORE UPDATE OF status ON wallet.user
FOR EACH ROW
WHEN (OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION wallet.raise_user_version();
