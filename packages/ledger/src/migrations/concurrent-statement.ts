import type { Migration } from './migration.ts'
import { splitStatements } from './split-statements.ts'

/**
 * The two things that a file outside a transaction may do. Both can be repeated after a kill at any moment.
 */
export type ConcurrentStatement =
  | { readonly act: 'create_index'; readonly index: string; readonly table: string; readonly sql: string }
  | { readonly act: 'drop_index'; readonly index: string; readonly sql: string }

/** True when the first line of the file says that it cannot run in a transaction. */
export function isOutsideTransaction(migration: Pick<Migration, 'sql'>): boolean {
  return /^-- no transaction\b/.test(migration.sql)
}

/**
 * What the file does, or `undefined` when it is not one statement of an accepted form. Names are qualified
 * and plain, because outside a transaction the search path cannot be pinned without leaving session state
 * behind a pooler.
 */
export function concurrentStatement(migration: Pick<Migration, 'sql'>): ConcurrentStatement | undefined {
  const [sql, ...others] = splitStatements(migration.sql)
  if (sql === undefined || others.length > 0) return undefined

  const create = createIndex.exec(sql)?.groups
  if (create) {
    // PostgreSQL puts an index into the schema of its table.
    const index = `${create['schema']}.${create['index']}`.toLowerCase()
    return { act: 'create_index', index, table: `${create['schema']}.${create['table']}`.toLowerCase(), sql }
  }

  const drop = dropIndex.exec(sql)?.groups
  return drop && { act: 'drop_index', index: `${drop['schema']}.${drop['index']}`.toLowerCase(), sql }
}

const createIndex = pattern(
  '^CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS (?<index>NAME) ' +
    'ON (?<schema>NAME)\\.(?<table>NAME)(?![\\w."])',
)
const dropIndex = pattern('^DROP INDEX CONCURRENTLY IF EXISTS (?<schema>NAME)\\.(?<index>NAME)$')

function pattern(source: string): RegExp {
  return new RegExp(source.replaceAll(' ', '\\s+').replaceAll('NAME', '[a-z_][a-z0-9_]*'), 'i')
}
