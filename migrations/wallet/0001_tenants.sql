-- Creates the schema wallet and its first table, tenant, which every later table carries; adds the default
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
