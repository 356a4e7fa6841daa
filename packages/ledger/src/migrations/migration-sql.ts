import type { Migration, MigrationSet } from './migration.ts'

// The statements around a file. `migrate` sends them and `plan` prints them, so that both leave the same
// state. Names in them were checked by assertMigrationSet; other text goes through `literal`.

/**
 * The isolation level is named because a role may default to another, and the recheck under the lock needs
 * this one.
 */
export const begin = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE'

/**
 * What every file runs under, whatever the role or the database has configured. An unqualified name fails
 * instead of landing wherever a role's own search path points, and a role's statement timeout cannot cut a
 * long file short.
 */
export function settings(lockTimeoutMs: number): string[] {
  return [
    'SET LOCAL search_path = pg_catalog, pg_temp',
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    'SET LOCAL statement_timeout = 0',
    'SET LOCAL idle_in_transaction_session_timeout = 0',
  ]
}

/**
 * One number per schema. It need not be the same on two servers: only those who meet on one have to agree.
 */
export function lockKey(schema: string): string {
  return `hashtextextended('evenkeel.migrations.${schema}', 0)`
}

/**
 * Makes the schema and its history table, where they are missing. Asks for no right that is not needed then.
 */
export function createHistory(schema: string): string[] {
  const table = `${schema}.migration`
  return [
    `DO $$
BEGIN
  IF to_regnamespace('${schema}') IS NULL THEN
    CREATE SCHEMA ${schema};
  END IF;
END
$$`,
    `CREATE TABLE IF NOT EXISTS ${table} (
  id              integer     NOT NULL,
  name            text        NOT NULL,
  sha256          text        NOT NULL,
  applied_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  applied_by      text        NOT NULL DEFAULT session_user,
  duration_ms     integer,
  package_version text        NOT NULL,

  CONSTRAINT migration_pkey        PRIMARY KEY (id),
  CONSTRAINT migration_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$')
)`,
    comment('TABLE', table, 'Which files built this schema. Written by the migration runner alone.'),
    comment('COLUMN', `${table}.id`, 'The number of the file: 1, 2, 3 without gaps.'),
    comment('COLUMN', `${table}.name`, 'The name of the file, without its number and ending.'),
    comment(
      'COLUMN',
      `${table}.sha256`,
      'Of the file as it was applied; compared with the package at every start.',
    ),
    comment(
      'COLUMN',
      `${table}.applied_at`,
      'Before the file ran; after it, for a file outside a transaction.',
    ),
    comment('COLUMN', `${table}.applied_by`, 'The role that logged in to apply it.'),
    comment('COLUMN', `${table}.duration_ms`, 'Empty where nobody measured: a plan, outside a transaction.'),
    comment('COLUMN', `${table}.package_version`, 'The version of the package that brought the file.'),
  ]
}

/** Written before the file runs: two runners that slip past every lock still collide on the primary key. */
export function insertRow(set: MigrationSet, migration: Migration): string {
  return `INSERT INTO ${set.schema}.migration (id, name, sha256, package_version)
VALUES (${migration.id}, '${migration.name}', '${migration.sha256}', ${literal(set.packageVersion)})`
}

/** How long it took from the row's own time, or from a start that the caller measured. */
export function recordDuration(set: MigrationSet, migration: Migration, durationMs?: number): string {
  const measured =
    durationMs === undefined
      ? 'extract(epoch FROM clock_timestamp() - applied_at) * 1000'
      : String(Math.round(durationMs))
  return `UPDATE ${set.schema}.migration
SET duration_ms = ${measured}
WHERE id = ${migration.id}`
}

function comment(kind: 'TABLE' | 'COLUMN', name: string, text: string): string {
  return `COMMENT ON ${kind} ${name} IS ${literal(text)}`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
