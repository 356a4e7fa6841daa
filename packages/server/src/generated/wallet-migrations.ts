// GENERATED from migrations/wallet by packages/ledger/scripts/embed-migrations.ts. Do not edit.
import type { Migration } from '@evenkeel/ledger/migrations'

export const packageVersion = '0.0.0'

export const walletMigrations: readonly Migration[] = [
  {
    id: 1,
    name: 'tenants',
    sha256: 'b11e5d302f50f37dbd2c024ac688e77d4eb79b3cb9b6f1fe135499470999ad83',
    sql: `-- Creates the schema wallet and its first table, tenant, which every later table carries; adds the default
-- tenant. Locks nothing that is in use: everything here is new. Takes milliseconds, whatever the database
-- holds.

-- CREATE SCHEMA IF NOT EXISTS asks for the right to create schemas even when there is nothing to create,
-- which would stop a role whose DBA has made the schema for it.
DO $$
BEGIN
  IF to_regnamespace('wallet') IS NULL THEN
    CREATE SCHEMA wallet;
  END IF;
END
$$;

COMMENT ON SCHEMA wallet IS
  'Evenkeel: the wallet service. Written by @evenkeel/server alone; its history is in wallet.migration.';

CREATE TABLE wallet.tenant (
  id         integer     GENERATED ALWAYS AS IDENTITY,
  code       text        COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT tenant_pkey      PRIMARY KEY (id),
  CONSTRAINT tenant_code_key  UNIQUE (code),
  CONSTRAINT tenant_code_form CHECK (code ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'),
  CONSTRAINT tenant_name_size CHECK (char_length(name) BETWEEN 1 AND 255)
);

COMMENT ON TABLE  wallet.tenant            IS 'One organisation whose wallets, staff and settings are kept apart from every other''s.';
COMMENT ON COLUMN wallet.tenant.id         IS 'Given by the database; every row that belongs to the tenant carries it.';
COMMENT ON COLUMN wallet.tenant.code       IS 'The name in tokens and logs: 1 to 63 lower-case letters, digits, dots, underscores and hyphens.';
COMMENT ON COLUMN wallet.tenant.name       IS 'The name shown to people.';
COMMENT ON COLUMN wallet.tenant.created_at IS 'The start of the transaction that added the tenant, by the database clock.';

-- A service with one customer never has to think of tenants: everything belongs to this one.
INSERT INTO wallet.tenant (code, name)
VALUES ('default', 'Default');
`,
  },
  {
    id: 2,
    name: 'users',
    sha256: 'c30d25e555c4c277bce5c1d460bcd84b7164ac00cdaa9a7818038c8c76e7ed14',
    sql: `-- Creates wallet.user: who may log in. Locks nothing that is in use: the table is new. Takes milliseconds.

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
  CONSTRAINT user_mail_form     CHECK (mail ~ '^[^\\s@]+@[^\\s@]+$' AND char_length(mail) <= 254),
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
`,
  },
  {
    id: 3,
    name: 'roles',
    sha256: 'f074173a326fd21b7e5549ccab1755033ebe62a91b9d21f1b5d6c6ff09b25ea0',
    sql: `-- Creates wallet.role with the four roles and wallet.user_role: who has which. Locks nothing that is in use: the
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
`,
  },
  {
    id: 4,
    name: 'sessions',
    sha256: 'a0a912cfa56346a9181cbd9bc5fac5fcd011637b20be4fc7ca415000483114d1',
    sql: `-- Creates wallet.session and wallet.refresh_token: who is logged in, and how a login goes on. Locks nothing that is
-- in use: the tables are new. Takes milliseconds.

CREATE TABLE wallet.session (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  refreshed_at timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  revoked_at   timestamptz,
  revoked_for  text        COLLATE "C",
  client_ip    inet        NOT NULL,
  user_agent   text        NOT NULL,

  CONSTRAINT session_pkey              PRIMARY KEY (id),
  CONSTRAINT session_user_fkey         FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT session_tenant_id_key     UNIQUE (tenant_id, id),
  CONSTRAINT session_order             CHECK (created_at <= refreshed_at AND created_at < ends_at),
  CONSTRAINT session_revoked_whole     CHECK ((revoked_at IS NULL) = (revoked_for IS NULL)),
  CONSTRAINT session_revoked_for_known CHECK (
    revoked_for IN ('logout', 'ended_by_user', 'token_reuse', 'password_change', 'password_reset', 'totp_change')
  ),
  CONSTRAINT session_user_agent_size   CHECK (char_length(user_agent) <= 255)
);

CREATE INDEX session_user_idx ON wallet.session (user_id, created_at);
CREATE INDEX session_ends_idx ON wallet.session (ends_at);

COMMENT ON TABLE  wallet.session              IS 'One login, from its password to its end. It is the family of its refresh tokens. Removed by the daily clean-up, some time after its end.';
COMMENT ON COLUMN wallet.session.id           IS 'The name of the login in tokens and in the list of sessions.';
COMMENT ON COLUMN wallet.session.tenant_id    IS 'The tenant the user logged in to.';
COMMENT ON COLUMN wallet.session.user_id      IS 'Who logged in.';
COMMENT ON COLUMN wallet.session.created_at   IS 'When the password was given.';
COMMENT ON COLUMN wallet.session.refreshed_at IS 'When the last access token was given.';
COMMENT ON COLUMN wallet.session.ends_at      IS 'The maximum lifetime of the login; no refresh goes beyond it.';
COMMENT ON COLUMN wallet.session.revoked_at   IS 'When it was ended before its time.';
COMMENT ON COLUMN wallet.session.revoked_for  IS 'Why it was ended before its time.';
COMMENT ON COLUMN wallet.session.client_ip    IS 'Where the login came from, shown to the user.';
COMMENT ON COLUMN wallet.session.user_agent   IS 'What the program called itself at the login, shown to the user; cut to 255 characters.';

CREATE TABLE wallet.refresh_token (
  hash        bytea       NOT NULL,
  tenant_id   integer     NOT NULL,
  session_id  uuid        NOT NULL,
  issued_at   timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz,
  child_nonce bytea,

  CONSTRAINT refresh_token_pkey         PRIMARY KEY (hash),
  CONSTRAINT refresh_token_session_fkey FOREIGN KEY (tenant_id, session_id)
                                        REFERENCES wallet.session (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT refresh_token_hash_size    CHECK (octet_length(hash) = 32),
  CONSTRAINT refresh_token_used_whole   CHECK ((used_at IS NULL) = (child_nonce IS NULL)),
  CONSTRAINT refresh_token_nonce_size   CHECK (octet_length(child_nonce) = 16)
);

-- At most one token of a login can be used, whatever races.
CREATE UNIQUE INDEX refresh_token_usable_key ON wallet.refresh_token (session_id) WHERE used_at IS NULL;
CREATE INDEX refresh_token_session_idx ON wallet.refresh_token (session_id);

COMMENT ON TABLE  wallet.refresh_token             IS 'What prolongs a login: each may be used once and is followed by the next. Used ones are kept, because a second use is how a theft shows.';
COMMENT ON COLUMN wallet.refresh_token.hash        IS 'Secret. SHA-256 of the token; the token itself is stored nowhere.';
COMMENT ON COLUMN wallet.refresh_token.tenant_id   IS 'The tenant of the session.';
COMMENT ON COLUMN wallet.refresh_token.session_id  IS 'The login it prolongs.';
COMMENT ON COLUMN wallet.refresh_token.issued_at   IS 'When it was given out.';
COMMENT ON COLUMN wallet.refresh_token.expires_at  IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.refresh_token.used_at     IS 'When it was used; empty for the only one that still can be.';
COMMENT ON COLUMN wallet.refresh_token.child_nonce IS 'Secret. With a key of the server, and the token, it gives the next token again to a client whose reply was lost.';
`,
  },
  {
    id: 5,
    name: 'passwords',
    sha256: 'c00163709744e363291c6accde7d70682be3aad4f82ce8da961161fcfc7bf2ea',
    sql: `-- Creates wallet.password and wallet.password_reset. Locks nothing that is in use: the tables are new. Takes
-- milliseconds.

CREATE TABLE wallet.password (
  user_id    uuid        NOT NULL,
  tenant_id  integer     NOT NULL,
  hash       text        COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,

  CONSTRAINT password_pkey      PRIMARY KEY (user_id),
  CONSTRAINT password_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT password_hash_form CHECK (hash ~ '^\\$argon2id\\$v=19\\$')
);

COMMENT ON TABLE  wallet.password            IS 'What proves a user who is known here; users of another identity back end have no row. Apart from wallet.user, so that whoever may read users need not read hashes.';
COMMENT ON COLUMN wallet.password.user_id    IS 'Whose it is.';
COMMENT ON COLUMN wallet.password.tenant_id  IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.password.hash       IS 'Secret. argon2id with its salt and parameters, in the PHC format.';
COMMENT ON COLUMN wallet.password.changed_at IS 'When the user chose it.';

CREATE TABLE wallet.password_reset (
  hash       bytea       NOT NULL,
  tenant_id  integer     NOT NULL,
  user_id    uuid        NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,

  CONSTRAINT password_reset_pkey      PRIMARY KEY (hash),
  CONSTRAINT password_reset_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT password_reset_hash_size CHECK (octet_length(hash) = 32)
);

CREATE INDEX password_reset_user_idx ON wallet.password_reset (user_id, issued_at);
CREATE INDEX password_reset_expires_idx ON wallet.password_reset (expires_at);

COMMENT ON TABLE  wallet.password_reset            IS 'A token sent by mail that may set a new password, once. Removed by the daily clean-up.';
COMMENT ON COLUMN wallet.password_reset.hash       IS 'Secret. SHA-256 of the token; the token itself is in the mail only.';
COMMENT ON COLUMN wallet.password_reset.tenant_id  IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.password_reset.user_id    IS 'Whose password it may set.';
COMMENT ON COLUMN wallet.password_reset.issued_at  IS 'When the mail was written.';
COMMENT ON COLUMN wallet.password_reset.expires_at IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.password_reset.used_at    IS 'When it was used, or a newer one or a new password made it void.';
`,
  },
  {
    id: 6,
    name: 'registrations',
    sha256: 'e192e3fa53e50d5b8ba20abdbce8373b8f9e9ad6882b0224514373dfaf0e9d94',
    sql: `-- Creates wallet.registration. Locks nothing that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.registration (
  hash       bytea       NOT NULL,
  tenant_id  integer     NOT NULL,
  mail       text        COLLATE "C" NOT NULL,
  name       text        NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,

  CONSTRAINT registration_pkey        PRIMARY KEY (hash),
  CONSTRAINT registration_tenant_fkey FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT registration_hash_size   CHECK (octet_length(hash) = 32),
  CONSTRAINT registration_mail_form   CHECK (mail ~ '^[^\\s@]+@[^\\s@]+$' AND char_length(mail) <= 254),
  CONSTRAINT registration_mail_lower  CHECK (mail = lower(mail)),
  CONSTRAINT registration_name_size   CHECK (char_length(name) BETWEEN 1 AND 255)
);

CREATE INDEX registration_mail_idx ON wallet.registration (tenant_id, mail);
CREATE INDEX registration_expires_idx ON wallet.registration (expires_at);

COMMENT ON TABLE  wallet.registration            IS 'Somebody who asked for an account and has not shown yet that the mail address is theirs. Becomes a user by the token in the mail. Removed by the daily clean-up.';
COMMENT ON COLUMN wallet.registration.hash       IS 'Secret. SHA-256 of the token; the token itself is in the mail only.';
COMMENT ON COLUMN wallet.registration.tenant_id  IS 'The tenant the user will belong to.';
COMMENT ON COLUMN wallet.registration.mail       IS 'The address the user will have.';
COMMENT ON COLUMN wallet.registration.name       IS 'The name the user will have.';
COMMENT ON COLUMN wallet.registration.issued_at  IS 'When the mail was written.';
COMMENT ON COLUMN wallet.registration.expires_at IS 'The last moment it can be used.';
COMMENT ON COLUMN wallet.registration.used_at    IS 'When it was used, or a newer one made it void.';
`,
  },
  {
    id: 7,
    name: 'totp',
    sha256: 'ceb1c953680cf4ae71e5bdb82fb615176f95c96900090b62dafe06b8052b9a7a',
    sql: `-- Creates wallet.totp and wallet.recovery_code: the second factor. Locks nothing that is in use: the tables are new.
-- Takes milliseconds.

CREATE TABLE wallet.totp (
  user_id         uuid        NOT NULL,
  tenant_id       integer     NOT NULL,
  sealed_seed     bytea       NOT NULL,
  enrolled_at     timestamptz NOT NULL,
  confirmed_at    timestamptz,
  last_step       bigint      NOT NULL DEFAULT 0,
  failures        smallint    NOT NULL DEFAULT 0,
  failing_since   timestamptz,

  CONSTRAINT totp_pkey           PRIMARY KEY (user_id),
  CONSTRAINT totp_user_fkey      FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT totp_seed_size      CHECK (octet_length(sealed_seed) BETWEEN 49 AND 255),
  CONSTRAINT totp_step_range     CHECK (last_step >= 0),
  CONSTRAINT totp_failures_range CHECK (failures BETWEEN 0 AND 1000)
);

COMMENT ON TABLE  wallet.totp               IS 'The second factor of a user: an app that shows codes (RFC 6238).';
COMMENT ON COLUMN wallet.totp.user_id       IS 'Whose it is.';
COMMENT ON COLUMN wallet.totp.tenant_id     IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.totp.sealed_seed   IS 'Secret. The seed under AES-256-GCM, with the id of the key; bound to this table and this user.';
COMMENT ON COLUMN wallet.totp.enrolled_at   IS 'When the seed was made.';
COMMENT ON COLUMN wallet.totp.confirmed_at  IS 'When the user showed the first code; until then it protects nothing.';
COMMENT ON COLUMN wallet.totp.last_step     IS 'The step of the last code that was taken. It only grows, so no code is taken twice.';
COMMENT ON COLUMN wallet.totp.failures      IS 'Codes tried since failing_since without a right one.';
COMMENT ON COLUMN wallet.totp.failing_since IS 'When the first of them was tried.';

CREATE TABLE wallet.recovery_code (
  hash      bytea       NOT NULL,
  tenant_id integer     NOT NULL,
  user_id   uuid        NOT NULL,
  used_at   timestamptz,

  CONSTRAINT recovery_code_pkey      PRIMARY KEY (user_id, hash),
  CONSTRAINT recovery_code_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT recovery_code_hash_size CHECK (octet_length(hash) = 32)
);

COMMENT ON TABLE  wallet.recovery_code           IS 'Codes on paper for whoever lost the app; each may be used once. Replaced as a whole.';
COMMENT ON COLUMN wallet.recovery_code.hash      IS 'Secret. SHA-256 of the code, which has 80 random bits.';
COMMENT ON COLUMN wallet.recovery_code.tenant_id IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.recovery_code.user_id   IS 'Whose it is.';
COMMENT ON COLUMN wallet.recovery_code.used_at   IS 'When it was used.';
`,
  },
  {
    id: 8,
    name: 'step_ups',
    sha256: '7aebd9bf68bf61cd5086ecd2448df9d7dd3f88b2b522907610bd07f7f09ece53',
    sql: `-- Creates wallet.step_up: the approval of one act by the second factor. Locks nothing that is in use: the table is new.
-- Takes milliseconds.

CREATE TABLE wallet.step_up (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  session_id   uuid        NOT NULL,
  purpose      text        COLLATE "C" NOT NULL,
  payload_hash bytea       NOT NULL,
  issued_at    timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  tries        smallint    NOT NULL DEFAULT 0,
  passed_at    timestamptz,
  used_at      timestamptz,

  CONSTRAINT step_up_pkey         PRIMARY KEY (id),
  CONSTRAINT step_up_user_fkey    FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT step_up_session_fkey FOREIGN KEY (tenant_id, session_id)
                                  REFERENCES wallet.session (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT step_up_purpose_form CHECK (purpose ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT step_up_hash_size    CHECK (octet_length(payload_hash) = 32),
  CONSTRAINT step_up_tries_range  CHECK (tries BETWEEN 0 AND 5),
  CONSTRAINT step_up_order        CHECK (used_at IS NULL OR passed_at IS NOT NULL)
);

CREATE INDEX step_up_session_idx ON wallet.step_up (session_id, issued_at);
CREATE INDEX step_up_expires_idx ON wallet.step_up (expires_at);

COMMENT ON TABLE  wallet.step_up              IS 'One act that waits for a code of the second factor. Good for that act only, for some minutes, once.';
COMMENT ON COLUMN wallet.step_up.id           IS 'What the client names when it sends the code, and again with the act.';
COMMENT ON COLUMN wallet.step_up.tenant_id    IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.step_up.user_id      IS 'Who has to approve.';
COMMENT ON COLUMN wallet.step_up.session_id   IS 'The login in which it was asked for; no other can use it.';
COMMENT ON COLUMN wallet.step_up.purpose      IS 'The kind of act.';
COMMENT ON COLUMN wallet.step_up.payload_hash IS 'Secret. HMAC-SHA-256 of everything the act depends on, with a key of the server.';
COMMENT ON COLUMN wallet.step_up.issued_at    IS 'When the code was asked for.';
COMMENT ON COLUMN wallet.step_up.expires_at   IS 'The last moment the act can be done with it.';
COMMENT ON COLUMN wallet.step_up.tries        IS 'Codes tried, the right one included; at most five.';
COMMENT ON COLUMN wallet.step_up.passed_at    IS 'When the right code came.';
COMMENT ON COLUMN wallet.step_up.used_at      IS 'When the act was done.';
`,
  },
  {
    id: 9,
    name: 'mails',
    sha256: 'ce5401f581356087830a4a657c5eb34ba53d1942bc57e0667d0c2cf437dfb0ad',
    sql: `-- Creates wallet.mail: what is to be written to people. Locks nothing that is in use: the table is new. Takes
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
`,
  },
  {
    id: 10,
    name: 'request_counts',
    sha256: 'c7af1f39c3a632072b23d0005e6e94ea023f44ce0cf0b11dc7806a82f9b89269',
    sql: `-- Adds request_count, where all instances of the service count requests for their rate limits.
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
`,
  },
  {
    id: 11,
    name: 'audit',
    sha256: '174e1cf42c23d9724261ec6c893c74097fd6d855fe23b14402d7909003f41a35',
    sql: `-- Adds the audit trail: the table audit_record, the functions that fill and guard it, and their triggers on the
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
`,
  },
  {
    id: 12,
    name: 'webhook_inbox',
    sha256: 'af003614b8daee0b40674aa8e39a5c6cd7841b1adff241b5de738a93ce19517e',
    sql: `-- Creates wallet.webhook, the inbox, and wallet.webhook_refusal, the count of what was turned away at the door. Locks
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
`,
  },
  {
    id: 13,
    name: 'domain_events',
    sha256: 'f3a3d5d3274661d1be7d35050331df29232df2473519e49df4377fbd300b4212',
    sql: `-- Creates wallet.domain_event: what happened, for those who listen. Locks nothing that is in use: the table is new.
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
`,
  },
  {
    id: 14,
    name: 'job_retries',
    sha256: '4b42c17a568ffc2b77cac43cc9b6e68e51582c3c1aa15eaaf045cc6829b6539a',
    sql: `-- Creates wallet.job_retry: which dead letters staff had done again. Locks nothing that is in use: the table is new.
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
`,
  },
  {
    id: 15,
    name: 'request_keys',
    sha256: 'd8797f247f26b924000d2b3204acd263904b9eb0b015e90f7ec281bd777d563f',
    sql: `-- Creates wallet.request_key: the answers to requests that move money, under the key their caller gave. Locks nothing
-- that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.request_key (
  tenant_id    integer     NOT NULL,
  user_id      uuid        NOT NULL,
  route        text        COLLATE "C" NOT NULL,
  key          text        COLLATE "C" NOT NULL,
  fingerprint  bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  fact_id      uuid,
  leased_until timestamptz,
  status       smallint,
  body         text,

  CONSTRAINT request_key_pkey             PRIMARY KEY (user_id, route, key),
  CONSTRAINT request_key_user_fkey        FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT request_key_key_size         CHECK (char_length(key) BETWEEN 1 AND 255),
  CONSTRAINT request_key_fingerprint_size CHECK (octet_length(fingerprint) = 32),
  CONSTRAINT request_key_status_range     CHECK (status BETWEEN 200 AND 299),
  CONSTRAINT request_key_answer_whole     CHECK ((status IS NULL) = (body IS NULL)),
  CONSTRAINT request_key_running_leased   CHECK (status IS NOT NULL OR (leased_until IS NOT NULL AND fact_id IS NOT NULL))
);

CREATE INDEX request_key_created_idx ON wallet.request_key (created_at);

COMMENT ON TABLE  wallet.request_key              IS 'What was answered to a request that moves money, written in the transaction of its effect: the same key is answered the same, however often it is asked.';
COMMENT ON COLUMN wallet.request_key.tenant_id    IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.request_key.user_id      IS 'Who asked. Another user''s key of the same name is another key.';
COMMENT ON COLUMN wallet.request_key.route        IS 'What was asked of: method and route, with the ids in it.';
COMMENT ON COLUMN wallet.request_key.key          IS 'The caller''s name for the intention.';
COMMENT ON COLUMN wallet.request_key.fingerprint  IS 'SHA-256 of the body in one spelling: the same key with another body is refused.';
COMMENT ON COLUMN wallet.request_key.created_at   IS 'When it was first asked. Removed by the daily clean-up some days later.';
COMMENT ON COLUMN wallet.request_key.fact_id      IS 'The deposit or refund that the request made; a request that was cut off goes on with it.';
COMMENT ON COLUMN wallet.request_key.leased_until IS 'Until then somebody is at it; afterwards a repeat may go on.';
COMMENT ON COLUMN wallet.request_key.status       IS 'The status of the answer; empty while there is none.';
COMMENT ON COLUMN wallet.request_key.body         IS 'The answer, byte by byte.';
`,
  },
  {
    id: 16,
    name: 'deposits',
    sha256: '2f926cb03492992be38f9d09b3ed37a300605ae7eed81da81fe00ca4d867eeda',
    sql: `-- Creates wallet.deposit and wallet.refund: money that owners pay in, and what of it went back. Locks nothing that is
-- in use: the tables are new. Takes milliseconds.

CREATE TABLE wallet.deposit (
  id             uuid          NOT NULL DEFAULT gen_random_uuid(),
  number         bigint        GENERATED ALWAYS AS IDENTITY,
  tenant_id      integer       NOT NULL,
  user_id        uuid          NOT NULL,
  currency       text          COLLATE "C" NOT NULL,
  amount         numeric(38,0) NOT NULL,
  capture        text          COLLATE "C" NOT NULL,
  capture_amount numeric(38,0),
  gateway        text          COLLATE "C" NOT NULL,
  attempt        integer       NOT NULL DEFAULT 0,
  purchase_id    text          COLLATE "C",
  checkout_url   text,
  status         text          COLLATE "C" NOT NULL DEFAULT 'created',
  gateway_status text          COLLATE "C",
  credited       numeric(38,0),
  fee            numeric(38,0),
  returned       numeric(38,0) NOT NULL DEFAULT 0,
  reconciled     boolean       NOT NULL DEFAULT false,
  version        integer       NOT NULL DEFAULT 1,
  created_at     timestamptz   NOT NULL,
  credited_at    timestamptz,
  last_synced_at timestamptz,

  CONSTRAINT deposit_pkey              PRIMARY KEY (id),
  CONSTRAINT deposit_user_fkey         FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT deposit_tenant_id_key     UNIQUE (tenant_id, id),
  CONSTRAINT deposit_purchase_key      UNIQUE (gateway, purchase_id),
  CONSTRAINT deposit_currency_form     CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT deposit_amount_positive   CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT deposit_capture_known     CHECK (capture IN ('automatic', 'manual')),
  CONSTRAINT deposit_capture_range     CHECK (capture_amount IS NULL OR capture_amount BETWEEN 1 AND amount AND capture = 'manual'),
  CONSTRAINT deposit_gateway_form      CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
  CONSTRAINT deposit_attempt_range     CHECK (attempt BETWEEN 0 AND 1000),
  CONSTRAINT deposit_status_known      CHECK (
    status IN (
      'created', 'awaiting_payment', 'authorized', 'completed', 'part_refunded', 'refunded', 'charged_back', 'failed',
      'expired'
    )
  ),
  CONSTRAINT deposit_purchase_whole    CHECK (purchase_id IS NOT NULL OR status IN ('created', 'failed', 'expired')),
  CONSTRAINT deposit_credited_whole    CHECK (
    (credited IS NOT NULL) = (status IN ('completed', 'part_refunded', 'refunded', 'charged_back'))
    AND (credited IS NULL) = (fee IS NULL)
    AND (credited IS NULL) = (credited_at IS NULL)
  ),
  CONSTRAINT deposit_credited_range    CHECK (credited BETWEEN 1 AND amount),
  CONSTRAINT deposit_fee_range         CHECK (fee BETWEEN 0 AND credited),
  CONSTRAINT deposit_returned_range    CHECK (returned >= 0 AND returned <= coalesce(credited, 0)),
  CONSTRAINT deposit_version_range     CHECK (version >= 1)
);

-- An owner's deposits, the newest first; and those of which the gateway has to be asked, the longest unasked first.
CREATE INDEX deposit_user_idx   ON wallet.deposit (user_id, number);
CREATE INDEX deposit_unsure_idx ON wallet.deposit (last_synced_at NULLS FIRST)
  WHERE status IN ('created', 'awaiting_payment', 'authorized') OR NOT reconciled;

COMMENT ON TABLE  wallet.deposit                IS 'Value that an owner pays in through a gateway, from the wish to what became of it.';
COMMENT ON COLUMN wallet.deposit.id             IS 'Random. With the attempt it is our reference at the gateway.';
COMMENT ON COLUMN wallet.deposit.number         IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.deposit.tenant_id      IS 'Whose book it is credited in.';
COMMENT ON COLUMN wallet.deposit.user_id        IS 'Whose wallet it is credited to.';
COMMENT ON COLUMN wallet.deposit.currency       IS 'Of every amount in this row.';
COMMENT ON COLUMN wallet.deposit.amount         IS 'What the payer was asked for, in minor units.';
COMMENT ON COLUMN wallet.deposit.capture        IS 'automatic: paid at once; manual: only authorized, until staff capture or release it.';
COMMENT ON COLUMN wallet.deposit.capture_amount IS 'What staff asked to capture of an authorized deposit.';
COMMENT ON COLUMN wallet.deposit.gateway        IS 'Which gateway takes the payment.';
COMMENT ON COLUMN wallet.deposit.attempt        IS 'How often a purchase was asked for. One whose answer was lost is abandoned and asked for anew.';
COMMENT ON COLUMN wallet.deposit.purchase_id    IS 'The gateway''s id of the purchase; empty until its answer came.';
COMMENT ON COLUMN wallet.deposit.checkout_url   IS 'Where the payer pays.';
COMMENT ON COLUMN wallet.deposit.status         IS 'What we know, see docs/reference/deposits.md. An expired or failed deposit may still be completed: late money is honoured.';
COMMENT ON COLUMN wallet.deposit.gateway_status IS 'What the gateway calls it, as last read; apart from ours.';
COMMENT ON COLUMN wallet.deposit.credited       IS 'What came in and was credited to the wallet; empty until then.';
COMMENT ON COLUMN wallet.deposit.fee            IS 'What the gateway kept of it, by its own word.';
COMMENT ON COLUMN wallet.deposit.returned       IS 'What of it went back to the payer, penalties included, by refunds and charge-backs.';
COMMENT ON COLUMN wallet.deposit.reconciled     IS 'Whether books and gateway agreed when they were last compared.';
COMMENT ON COLUMN wallet.deposit.version        IS 'Raised by every change that a comparison with the gateway has to know of.';
COMMENT ON COLUMN wallet.deposit.created_at     IS 'When the owner asked.';
COMMENT ON COLUMN wallet.deposit.credited_at    IS 'When it was credited.';
COMMENT ON COLUMN wallet.deposit.last_synced_at IS 'When the gateway last told its side.';

CREATE TABLE wallet.refund (
  id           uuid          NOT NULL DEFAULT gen_random_uuid(),
  tenant_id    integer       NOT NULL,
  deposit_id   uuid          NOT NULL,
  kind         text          COLLATE "C" NOT NULL,
  amount       numeric(38,0) NOT NULL,
  penalty      numeric(38,0) NOT NULL DEFAULT 0,
  status       text          COLLATE "C" NOT NULL,
  hold_id      uuid,
  reason       text,
  requested_by uuid,
  created_at   timestamptz   NOT NULL,
  sent_at      timestamptz,
  ended_at     timestamptz,

  CONSTRAINT refund_pkey            PRIMARY KEY (id),
  CONSTRAINT refund_deposit_fkey    FOREIGN KEY (tenant_id, deposit_id) REFERENCES wallet.deposit (tenant_id, id),
  CONSTRAINT refund_by_fkey         FOREIGN KEY (requested_by) REFERENCES wallet.user (id),
  CONSTRAINT refund_kind_known      CHECK (kind IN ('refund', 'charge_back')),
  CONSTRAINT refund_amount_positive CHECK (amount > 0 AND amount < 'NaN'),
  CONSTRAINT refund_penalty_range   CHECK (penalty >= 0 AND penalty < amount),
  CONSTRAINT refund_status_known    CHECK (status IN ('requested', 'completed', 'failed')),
  CONSTRAINT refund_ended_whole     CHECK ((status = 'requested') = (ended_at IS NULL)),
  CONSTRAINT refund_charge_back     CHECK (
    kind = 'refund' AND requested_by IS NOT NULL
    OR kind = 'charge_back' AND status = 'completed' AND penalty = 0 AND hold_id IS NULL AND requested_by IS NULL
  ),
  CONSTRAINT refund_reason_size     CHECK (char_length(reason) BETWEEN 1 AND 500)
);

-- One at a time, whatever races: the gateway cannot tell two refunds of one purchase apart.
CREATE UNIQUE INDEX refund_open_key    ON wallet.refund (deposit_id) WHERE status = 'requested';
CREATE INDEX        refund_deposit_idx ON wallet.refund (deposit_id, created_at);

COMMENT ON TABLE  wallet.refund              IS 'What went back of a deposit, or is about to: by staff''s decision, or taken by the payer''s bank.';
COMMENT ON COLUMN wallet.refund.id           IS 'Random; ledger keys are derived from it.';
COMMENT ON COLUMN wallet.refund.tenant_id    IS 'The tenant of the deposit.';
COMMENT ON COLUMN wallet.refund.deposit_id   IS 'Of which deposit.';
COMMENT ON COLUMN wallet.refund.kind         IS 'refund, asked for by staff; or charge_back, against our will.';
COMMENT ON COLUMN wallet.refund.amount       IS 'What the owner loses, in minor units of the deposit''s currency.';
COMMENT ON COLUMN wallet.refund.penalty      IS 'The part of it that does not go back to the payer.';
COMMENT ON COLUMN wallet.refund.status       IS 'requested, until the gateway is known to have given it back or not.';
COMMENT ON COLUMN wallet.refund.hold_id      IS 'What keeps the owner from spending it meanwhile; empty where nothing was left to hold.';
COMMENT ON COLUMN wallet.refund.reason       IS 'Why, in the words of staff.';
COMMENT ON COLUMN wallet.refund.requested_by IS 'Who of staff.';
COMMENT ON COLUMN wallet.refund.created_at   IS 'When it was asked for, or seen.';
COMMENT ON COLUMN wallet.refund.sent_at      IS 'When the gateway was last about to be asked. Never asked again after that: an unknown outcome is looked up.';
COMMENT ON COLUMN wallet.refund.ended_at     IS 'When its end was known.';

CREATE TRIGGER deposit_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'currency', 'amount', 'capture', 'capture_amount', 'gateway', 'attempt',
  'purchase_id', 'checkout_url', 'status', 'gateway_status', 'credited', 'fee', 'returned', 'reconciled', 'version', 'created_at',
  'credited_at', 'last_synced_at'
);

CREATE TRIGGER deposit_no_delete
BEFORE DELETE ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER deposit_no_truncate
BEFORE TRUNCATE ON wallet.deposit
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER refund_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.refund
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'deposit_id', 'kind', 'amount', 'penalty', 'status', 'hold_id', 'reason', 'requested_by',
  'created_at', 'sent_at', 'ended_at'
);

CREATE TRIGGER refund_no_delete
BEFORE DELETE ON wallet.refund
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER refund_no_truncate
BEFORE TRUNCATE ON wallet.refund
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
`,
  },
  {
    id: 17,
    name: 'breaks',
    sha256: 'c28f6a9eb40e6e0e12821ad224e1d1d141bffd03bd407f02a48868d09df00c12',
    sql: `-- Creates wallet.break: where books and gateway differ, for staff to decide. Locks nothing that is in use: the table
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
`,
  },
  {
    id: 18,
    name: 'transactions',
    sha256: '551e1d523d7936609caaecaf4a8d9cf4aa9ea5fedd63a5c9f410ea5b201c810f',
    sql: `-- Creates wallet.transaction: what owners and staff see in their lists, one row for each business fact. Locks nothing
-- that is in use: the table is new. Takes milliseconds.

CREATE TABLE wallet.transaction (
  id            uuid          NOT NULL,
  number        bigint        GENERATED ALWAYS AS IDENTITY,
  tenant_id     integer       NOT NULL,
  user_id       uuid          NOT NULL,
  type          text          COLLATE "C" NOT NULL,
  fact          text          COLLATE "C" NOT NULL,
  status        text          COLLATE "C" NOT NULL,
  detail        text          COLLATE "C" NOT NULL,
  name          text          NOT NULL,
  reference     text          COLLATE "C" NOT NULL,
  amount        numeric(38,0) NOT NULL,
  currency      text          COLLATE "C" NOT NULL,
  current_after numeric(38,0),
  usable_after  numeric(38,0),
  journals      uuid[]        NOT NULL DEFAULT '{}',
  metadata      jsonb         NOT NULL DEFAULT '{}',
  created_at    timestamptz   NOT NULL,
  completed_at  timestamptz,

  CONSTRAINT transaction_pkey            PRIMARY KEY (id),
  CONSTRAINT transaction_user_key        UNIQUE (user_id, number),
  CONSTRAINT transaction_tenant_key      UNIQUE (tenant_id, number),
  CONSTRAINT transaction_user_fkey       FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT transaction_type_known      CHECK (
    type IN ('credit', 'debit', 'refund', 'withdrawal', 'winning', 'entry_fee')
  ),
  CONSTRAINT transaction_fact_form       CHECK (fact ~ '^[a-z][a-z_]{0,62}$'),
  CONSTRAINT transaction_status_known    CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  CONSTRAINT transaction_name_size       CHECK (char_length(name) BETWEEN 1 AND 255),
  CONSTRAINT transaction_reference_size  CHECK (char_length(reference) BETWEEN 1 AND 255),
  CONSTRAINT transaction_amount_number   CHECK (amount <> 0 AND amount < 'NaN'),
  CONSTRAINT transaction_completed_whole CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  CONSTRAINT transaction_posted          CHECK (status <> 'completed' OR journals <> '{}'),
  CONSTRAINT transaction_metadata_form   CHECK (jsonb_typeof(metadata) = 'object')
);

-- One index for each order of each list. A filter that is none of these is looked for along the order.
-- The order of time is that of the two unique constraints; one on the number alone would tempt the planner to walk
-- through everybody's transactions for one owner's.
CREATE INDEX transaction_user_amount_idx   ON wallet.transaction (user_id, amount, number);
CREATE INDEX transaction_tenant_amount_idx ON wallet.transaction (tenant_id, amount, number);

COMMENT ON TABLE  wallet.transaction               IS 'What people see of a deposit, a refund, a withdrawal: written in the transaction of the fact itself, so that it never says anything else.';
COMMENT ON COLUMN wallet.transaction.id            IS 'The id of the fact: the deposit, the refund.';
COMMENT ON COLUMN wallet.transaction.number        IS 'Given by the database; the order of the lists.';
COMMENT ON COLUMN wallet.transaction.tenant_id     IS 'Whose books.';
COMMENT ON COLUMN wallet.transaction.user_id       IS 'Whose wallet.';
COMMENT ON COLUMN wallet.transaction.type          IS 'What it is for people: credit, debit, refund, withdrawal, winning or entry_fee.';
COMMENT ON COLUMN wallet.transaction.fact          IS 'What it is for us: deposit, deposit_refund, charge_back.';
COMMENT ON COLUMN wallet.transaction.status        IS 'pending, processing, completed or failed. What an open hold keeps is pending.';
COMMENT ON COLUMN wallet.transaction.detail        IS 'The status of the fact itself, which is finer.';
COMMENT ON COLUMN wallet.transaction.name          IS 'One line for people.';
COMMENT ON COLUMN wallet.transaction.reference     IS 'What a person quotes to support.';
COMMENT ON COLUMN wallet.transaction.amount        IS 'Its effect on the wallet in minor units: what comes in is positive, what goes out negative.';
COMMENT ON COLUMN wallet.transaction.currency      IS 'The currency of the wallet.';
COMMENT ON COLUMN wallet.transaction.current_after IS 'What the wallet held right after it.';
COMMENT ON COLUMN wallet.transaction.usable_after  IS 'What of that could be used.';
COMMENT ON COLUMN wallet.transaction.journals      IS 'The journals it stands on, in order.';
COMMENT ON COLUMN wallet.transaction.metadata      IS 'Facts for programs.';
COMMENT ON COLUMN wallet.transaction.created_at    IS 'When the fact began.';
COMMENT ON COLUMN wallet.transaction.completed_at  IS 'When it was completed.';

CREATE TRIGGER transaction_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.transaction
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'type', 'fact', 'status', 'detail', 'name', 'reference', 'amount',
  'currency', 'current_after', 'usable_after', 'journals', 'metadata', 'created_at', 'completed_at'
);

CREATE TRIGGER transaction_no_delete
BEFORE DELETE ON wallet.transaction
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER transaction_no_truncate
BEFORE TRUNCATE ON wallet.transaction
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();
`,
  },
  {
    id: 19,
    name: 'bank_accounts',
    sha256: '34d30a0a8d74ee0b8075ccb7b7faab4d6154c102f7aa98ec0c26d37befa313ac',
    sql: `-- Creates wallet.bank_account: where the money of a user goes when it leaves. Locks nothing that is in use: the table
-- is new. Takes milliseconds.

CREATE TABLE wallet.bank_account (
  user_id       uuid        NOT NULL,
  tenant_id     integer     NOT NULL,
  bank_name     text        NOT NULL,
  holder        text        NOT NULL,
  last_four     text        COLLATE "C" NOT NULL,
  sealed_number bytea,
  number_mark   bytea,
  changed_at    timestamptz NOT NULL,
  shared_at     timestamptz,
  removed_at    timestamptz,

  CONSTRAINT bank_account_pkey        PRIMARY KEY (user_id),
  CONSTRAINT bank_account_user_fkey   FOREIGN KEY (tenant_id, user_id) REFERENCES wallet.user (tenant_id, id),
  CONSTRAINT bank_account_bank_size   CHECK (char_length(bank_name) BETWEEN 1 AND 255),
  CONSTRAINT bank_account_holder_size CHECK (char_length(holder) BETWEEN 1 AND 255),
  CONSTRAINT bank_account_last_four   CHECK (last_four ~ '^[0-9]{4}$'),
  -- Ten digits under the shortest name of a key, eighteen under the longest: longer or shorter is no sealed number, and
  -- a number in the clear does not fit.
  CONSTRAINT bank_account_number_size CHECK (octet_length(sealed_number) BETWEEN 41 AND 80),
  CONSTRAINT bank_account_mark_size   CHECK (octet_length(number_mark) = 32),
  -- Removed is forgotten, and only then.
  CONSTRAINT bank_account_forgotten   CHECK (
    (removed_at IS NULL) = (sealed_number IS NOT NULL) AND (removed_at IS NULL) = (number_mark IS NOT NULL)
  )
);

CREATE INDEX bank_account_mark_idx   ON wallet.bank_account (tenant_id, number_mark) WHERE number_mark IS NOT NULL;
CREATE INDEX bank_account_shared_idx ON wallet.bank_account (tenant_id, shared_at)   WHERE shared_at IS NOT NULL;

COMMENT ON TABLE  wallet.bank_account               IS 'Where the money of a user goes when it leaves: one account each. Never deleted; a removed one has no number any more.';
COMMENT ON COLUMN wallet.bank_account.user_id       IS 'Whose it is.';
COMMENT ON COLUMN wallet.bank_account.tenant_id     IS 'The tenant of the user.';
COMMENT ON COLUMN wallet.bank_account.bank_name     IS 'The bank, as the user calls it.';
COMMENT ON COLUMN wallet.bank_account.holder        IS 'Whose name the account is in.';
COMMENT ON COLUMN wallet.bank_account.last_four     IS 'The last four digits of the number: all that people are shown.';
COMMENT ON COLUMN wallet.bank_account.sealed_number IS 'Secret. The number under AES-256-GCM, with the id of the key; bound to this table, tenant and user. Empty once the account is removed.';
COMMENT ON COLUMN wallet.bank_account.number_mark   IS 'Secret. HMAC-SHA-256 of the number, with a key of the server: equal numbers in a tenant have equal marks.';
COMMENT ON COLUMN wallet.bank_account.changed_at    IS 'When what is linked last changed. For some time after that no money goes there.';
COMMENT ON COLUMN wallet.bank_account.shared_at     IS 'When the same number was last linked by another user of the tenant as well. For staff alone.';
COMMENT ON COLUMN wallet.bank_account.removed_at    IS 'When the user removed it; empty while it is linked.';

CREATE TRIGGER bank_account_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.bank_account
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'user_id', 'tenant_id', 'bank_name', 'holder', 'last_four', 'changed_at', 'shared_at', 'removed_at'
);

CREATE TRIGGER bank_account_no_truncate
BEFORE TRUNCATE ON wallet.bank_account
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER bank_account_no_delete
BEFORE DELETE ON wallet.bank_account
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();
`,
  },
  {
    id: 20,
    name: 'withdrawals',
    sha256: 'dfca9aac023bf5f3a14e2bd8f4d5500d81be381281f2e767ae7490cd279a462a',
    sql: `-- Creates wallet.withdrawal, wallet.payout, wallet.withdrawal_decision and wallet.fraud_alert: money that owners take
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
`,
  },
  {
    id: 21,
    name: 'reconciliation',
    sha256: 'f89a4883bc652e7c41426305434f372fa0502d9bc99817c461a09e9d886313c6',
    sql: `-- Creates wallet.reconciliation_run, and makes breaks listable in order and decidable once. Adding the number writes
-- wallet.break anew under a lock that keeps others out: it holds exceptions, so few rows, and takes milliseconds. The
-- indexes on wallet.deposit and wallet.break are built while nothing may be written there: seconds for a million rows.

CREATE TABLE wallet.reconciliation_run (
  id           uuid        NOT NULL DEFAULT gen_random_uuid(),
  number       bigint      GENERATED ALWAYS AS IDENTITY,
  tenant_id    integer     NOT NULL,
  asked_by     uuid,
  requested_at timestamptz NOT NULL,
  started_at   timestamptz,
  ended_at     timestamptz,
  asked        integer     NOT NULL DEFAULT 0,
  changed      integer     NOT NULL DEFAULT 0,
  unanswered   integer     NOT NULL DEFAULT 0,
  stuck        jsonb       NOT NULL DEFAULT '[]',
  comparisons  jsonb       NOT NULL DEFAULT '[]',

  CONSTRAINT reconciliation_run_pkey         PRIMARY KEY (id),
  CONSTRAINT reconciliation_run_tenant_fkey  FOREIGN KEY (tenant_id) REFERENCES wallet.tenant (id),
  CONSTRAINT reconciliation_run_by_fkey      FOREIGN KEY (asked_by) REFERENCES wallet.user (id),
  CONSTRAINT reconciliation_run_order        CHECK (ended_at IS NULL OR started_at IS NOT NULL),
  CONSTRAINT reconciliation_run_counts_range CHECK (asked >= 0 AND changed >= 0 AND unanswered >= 0),
  CONSTRAINT reconciliation_run_lists_form   CHECK (jsonb_typeof(stuck) = 'array' AND jsonb_typeof(comparisons) = 'array')
);

-- One at a time: whoever asks for a run while one is open gets that one, and a worker that died leaves it to the next.
CREATE UNIQUE INDEX reconciliation_run_open_key   ON wallet.reconciliation_run (tenant_id) WHERE ended_at IS NULL;
CREATE INDEX        reconciliation_run_tenant_idx ON wallet.reconciliation_run (tenant_id, number);

COMMENT ON TABLE  wallet.reconciliation_run              IS 'One comparison of our side with the gateways, and what it came to. What differs is in wallet.break.';
COMMENT ON COLUMN wallet.reconciliation_run.id           IS 'Random.';
COMMENT ON COLUMN wallet.reconciliation_run.number       IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.reconciliation_run.tenant_id    IS 'The tenant of the service: one account at a gateway serves all tenants.';
COMMENT ON COLUMN wallet.reconciliation_run.asked_by     IS 'Who of staff; empty where it was the clock.';
COMMENT ON COLUMN wallet.reconciliation_run.requested_at IS 'When it was asked for.';
COMMENT ON COLUMN wallet.reconciliation_run.started_at   IS 'When a worker first began with it.';
COMMENT ON COLUMN wallet.reconciliation_run.ended_at     IS 'When it was done. Empty as long as it goes on, or waits for a worker.';
COMMENT ON COLUMN wallet.reconciliation_run.asked        IS 'How many purchases a gateway was asked for.';
COMMENT ON COLUMN wallet.reconciliation_run.changed      IS 'For how many of them there was something to do: most often a webhook that was missed.';
COMMENT ON COLUMN wallet.reconciliation_run.unanswered   IS 'How many could not be asked for: the gateway was away.';
COMMENT ON COLUMN wallet.reconciliation_run.stuck        IS 'Deposits that have waited for longer than they should, with why.';
COMMENT ON COLUMN wallet.reconciliation_run.comparisons  IS 'What the gateways say they hold and took, beside what our books say.';

CREATE TRIGGER reconciliation_run_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.reconciliation_run
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'asked_by', 'requested_at', 'started_at', 'ended_at', 'asked', 'changed', 'unanswered',
  'stuck', 'comparisons'
);

CREATE TRIGGER reconciliation_run_no_delete
BEFORE DELETE ON wallet.reconciliation_run
FOR EACH ROW EXECUTE FUNCTION wallet.refuse_removal();

CREATE TRIGGER reconciliation_run_no_truncate
BEFORE TRUNCATE ON wallet.reconciliation_run
FOR EACH STATEMENT EXECUTE FUNCTION wallet.refuse_removal();

ALTER TABLE wallet.break ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

COMMENT ON COLUMN wallet.break.number IS 'Given by the database; the order of lists.';
COMMENT ON COLUMN wallet.break.kind   IS 'What sort of difference; docs/reference/reconciliation.md lists them.';

DROP TRIGGER break_audit ON wallet.break;

CREATE TRIGGER break_audit
AFTER INSERT OR UPDATE OR DELETE ON wallet.break
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'kind', 'deposit_id', 'withdrawal_id', 'gateway', 'object_id', 'expected', 'found', 'opened_at',
  'resolved_at', 'resolved_by', 'resolution'
);

-- Whether the same difference has been decided already; a tenant's list; and of what came in, the longest unasked.
CREATE INDEX break_object_idx   ON wallet.break (gateway, object_id, kind);
CREATE INDEX break_number_idx   ON wallet.break (tenant_id, number);
CREATE INDEX deposit_synced_idx ON wallet.deposit (last_synced_at) WHERE purchase_id IS NOT NULL;

-- A deposit is asked for again and again; that it was is no change of it. Everything else of it is recorded as before.
DROP TRIGGER deposit_audit ON wallet.deposit;

CREATE TRIGGER deposit_audit
AFTER INSERT OR DELETE OR UPDATE OF
  id, number, tenant_id, user_id, currency, amount, capture, capture_amount, gateway, attempt, purchase_id, checkout_url,
  status, gateway_status, credited, fee, returned, reconciled, version, created_at, credited_at
ON wallet.deposit
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'number', 'tenant_id', 'user_id', 'currency', 'amount', 'capture', 'capture_amount', 'gateway', 'attempt',
  'purchase_id', 'checkout_url', 'status', 'gateway_status', 'credited', 'fee', 'returned', 'reconciled', 'version', 'created_at',
  'credited_at', 'last_synced_at'
);
`,
  },
  {
    id: 22,
    name: 'watched_payouts',
    sha256: 'af995806d16cf6685e1cfb5000ba27f15b19980b843d4d86a224afd414fc5b9e',
    sql: `-- Lets payouts be asked for long after their end, as deposits are, and says what the gateway keeps for those on their way.
-- The column is added without writing the rows anew; the index on wallet.payout is built while nothing may be written
-- there: seconds for a million rows. The trigger is replaced under the same lock.

ALTER TABLE wallet.payout
  ADD COLUMN pending_fee numeric(38,0) NOT NULL DEFAULT 0,
  ADD CONSTRAINT payout_pending_fee_range CHECK (pending_fee >= 0);

COMMENT ON COLUMN wallet.payout.pending_fee IS 'What the gateway has kept for it while it is on its way. Our books learn of it when it has arrived.';

-- Of what went out, the longest unasked: what was left before anybody asked counts from its beginning. And the few that
-- are on their way.
CREATE INDEX payout_synced_idx  ON wallet.payout (coalesce(last_synced_at, created_at)) WHERE payout_id IS NOT NULL;
CREATE INDEX payout_pending_idx ON wallet.payout (gateway) WHERE pending_fee > 0;

-- A payout is asked for again and again; that it was is no change of it. Everything else of it is recorded as before.
DROP TRIGGER payout_audit ON wallet.payout;

CREATE TRIGGER payout_audit
AFTER INSERT OR DELETE OR UPDATE OF
  id, tenant_id, withdrawal_id, attempt, gateway, payout_id, gateway_status, reconciled, created_at, execute_started_at,
  given_up_at, given_up_for, pending_fee
ON wallet.payout
FOR EACH ROW EXECUTE FUNCTION wallet.record_change(
  'id', 'tenant_id', 'withdrawal_id', 'attempt', 'gateway', 'payout_id', 'gateway_status', 'reconciled', 'created_at',
  'execute_started_at', 'given_up_at', 'given_up_for', 'pending_fee', 'last_synced_at'
);
`,
  },
  {
    id: 23,
    name: 'queue_by_time',
    sha256: '1e8156602f6f34c31d1e441d73ee876973cd43bc18fcefc342ce918e566d5b95',
    sql: `-- Puts the queue of withdrawals in the order in which they were asked for, for all and for each status, so that a page
-- of any time is found as fast as the newest one. The two indexes replace two of the same names, and are built while
-- nothing may be written to wallet.withdrawal: a second for each million rows or two.

DROP INDEX wallet.withdrawal_tenant_idx;
DROP INDEX wallet.withdrawal_queue_idx;
CREATE INDEX withdrawal_tenant_idx ON wallet.withdrawal (tenant_id, created_at, number);
CREATE INDEX withdrawal_queue_idx  ON wallet.withdrawal (tenant_id, status, created_at, number);
`,
  },
]
