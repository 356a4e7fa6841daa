import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'
import type { Complaint } from './complaint.ts'

/** Whether the server keeps what it has acknowledged, and keeps the triggers on. */
export async function examineSettings(connection: SqlConnection): Promise<Complaint[]> {
  const settings = new Map(await readRows<[string, string]>(connection, readSettings, []))
  const overrides = await readRows<string>(connection, readOverrides, [])
  return [
    ...rules
      .filter(({ name, isRight }) => !isRight(settings.get(name) ?? ''))
      .map(({ weight, name, why, fix }) => ({
        weight,
        what: `${name} is ${settings.get(name)}: ${why}`,
        fix,
      })),
    ...overrides.map(
      (override): Complaint => ({
        weight: 'wrong',
        what: `${override} sets session_replication_role: the triggers do not fire there`,
        fix: `ALTER ${override} RESET session_replication_role;`,
      }),
    ),
  ]
}

interface Rule {
  readonly name: string
  readonly weight: Complaint['weight']
  readonly isRight: (value: string) => boolean
  readonly why: string
  readonly fix: string
}

const isOn = (value: string): boolean => value === 'on'

const rules: readonly Rule[] = [
  {
    name: 'server_version_num',
    weight: 'wrong',
    isRight: (value) => Number(value) >= 150_000,
    why: 'the ledger is proven on PostgreSQL 15 to 18',
    fix: 'Upgrade the server.',
  },
  {
    name: 'fsync',
    weight: 'wrong',
    isRight: isOn,
    why: 'a crash of the machine can leave the whole database unreadable',
    fix: 'ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();',
  },
  {
    name: 'full_page_writes',
    weight: 'wrong',
    isRight: isOn,
    why: 'a page that was half written in a crash stays half written',
    fix: 'ALTER SYSTEM SET full_page_writes = on; SELECT pg_reload_conf();',
  },
  {
    name: 'synchronous_commit',
    weight: 'wrong',
    isRight: (value) => value !== 'off',
    why: 'a journal that a caller was told of can be gone after a crash',
    fix: 'ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf();',
  },
  {
    name: 'session_replication_role',
    weight: 'wrong',
    isRight: (value) => value === 'origin',
    why: 'the triggers do not fire',
    fix: 'ALTER SYSTEM RESET session_replication_role; SELECT pg_reload_conf();',
  },
  {
    name: 'data_checksums',
    weight: 'advice',
    isRight: isOn,
    why: 'a disk that returns other bytes than were written goes unnoticed',
    fix: 'Stop the server and run pg_checksums --enable on its data folder.',
  },
]

const readSettings = `
SELECT json_build_array(setting.name, setting.setting)::text AS row
FROM pg_catalog.pg_settings AS setting
WHERE setting.name IN (${rules.map(({ name }) => `'${name}'`).join(', ')})`

const readOverrides = `
SELECT to_json(
  CASE
    WHEN override.setrole = 0 THEN format('DATABASE %I', (SELECT datname FROM pg_catalog.pg_database WHERE oid = override.setdatabase))
    ELSE format('ROLE %I', (SELECT rolname FROM pg_catalog.pg_roles WHERE oid = override.setrole))
  END
)::text AS row
FROM pg_catalog.pg_db_role_setting AS override
CROSS JOIN unnest(override.setconfig) AS setting (text)
WHERE setting.text LIKE 'session_replication_role=%'
  AND setting.text <> 'session_replication_role=origin'
  AND (override.setdatabase = 0 OR override.setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))`
