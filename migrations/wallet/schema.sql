-- GENERATED from the files in this folder by packages/ledger/scripts/dump-schema.ts. Do not edit.
-- Schema wallet as PostgreSQL 18 holds it after all of them. To read, not to run: that is what the files
-- are for.

CREATE SCHEMA wallet;
COMMENT ON SCHEMA wallet IS 'Evenkeel: the wallet service. Written by @evenkeel/server alone; its history is in wallet.migration.';


CREATE TABLE wallet.migration (
  id              integer                  NOT NULL,
  name            text                     NOT NULL,
  sha256          text                     NOT NULL,
  applied_at      timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  applied_by      text                     NOT NULL DEFAULT SESSION_USER,
  duration_ms     integer,
  package_version text                     NOT NULL,

  CONSTRAINT migration_pkey PRIMARY KEY (id),
  CONSTRAINT migration_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'::text)
);
COMMENT ON TABLE wallet.migration IS 'Which files built this schema. Written by the migration runner alone.';
COMMENT ON COLUMN wallet.migration.id IS 'The number of the file: 1, 2, 3 without gaps.';
COMMENT ON COLUMN wallet.migration.name IS 'The name of the file, without its number and ending.';
COMMENT ON COLUMN wallet.migration.sha256 IS 'Of the file as it was applied; compared with the package at every start.';
COMMENT ON COLUMN wallet.migration.applied_at IS 'Before the file ran; after it, for a file outside a transaction.';
COMMENT ON COLUMN wallet.migration.applied_by IS 'The role that logged in to apply it.';
COMMENT ON COLUMN wallet.migration.duration_ms IS 'Empty where nobody measured: a plan, outside a transaction.';
COMMENT ON COLUMN wallet.migration.package_version IS 'The version of the package that brought the file.';


CREATE TABLE wallet.tenant (
  id         integer                  NOT NULL GENERATED ALWAYS AS IDENTITY,
  code       text                     COLLATE "C" NOT NULL,
  name       text                     NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),

  CONSTRAINT tenant_pkey PRIMARY KEY (id),
  CONSTRAINT tenant_code_key UNIQUE (code),
  CONSTRAINT tenant_code_form CHECK (code ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'::text),
  CONSTRAINT tenant_name_size CHECK (char_length(name) >= 1 AND char_length(name) <= 255)
);
COMMENT ON TABLE wallet.tenant IS 'One organisation whose wallets, staff and settings are kept apart from every other''s.';
COMMENT ON COLUMN wallet.tenant.id IS 'Given by the database; every row that belongs to the tenant carries it.';
COMMENT ON COLUMN wallet.tenant.code IS 'The name in tokens and logs: 1 to 63 lower-case letters, digits, dots, underscores and hyphens.';
COMMENT ON COLUMN wallet.tenant.name IS 'The name shown to people.';
COMMENT ON COLUMN wallet.tenant.created_at IS 'The start of the transaction that added the tenant, by the database clock.';
