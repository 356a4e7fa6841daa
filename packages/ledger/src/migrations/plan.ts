import { concurrentStatement, isOutsideTransaction } from './concurrent-statement.ts'
import { fileName, type Migration, type MigrationSet } from './migration.ts'
import { begin, createHistory, insertRow, lockKey, recordDuration, settings } from './migration-sql.ts'
import { defaultPatience } from './patience.ts'

/**
 * The files as one script for psql, with the rows of the history, for a database whose changes pass through a
 * person. Running it leaves the same state as `migrate`.
 */
export function planScript(set: MigrationSet, pending: readonly Migration[]): string {
  const [first] = pending
  if (first === undefined) return `-- Schema ${set.schema} is up to date: nothing to apply.\n`

  const files = pending.map((migration) => fileName(migration)).join('\n-- ')
  const header = `-- Takes schema ${set.schema} from number ${first.id - 1} to ${set.migrations.length}:
-- ${files}
-- Made by ${set.packageName} ${set.packageVersion}.
--
-- Run it with psql, as the role that owns the schema or is to own it. It stops at the first error. Each file is
-- a transaction: what was committed before stays, and a new plan goes on from there.

\\set ON_ERROR_STOP on
`
  return [header, ...pending.map((migration) => planOf(set, migration))].join('\n')
}

function planOf(set: MigrationSet, migration: Migration): string {
  return isOutsideTransaction(migration) ? planOutside(set, migration) : planInside(set, migration)
}

function planInside(set: MigrationSet, migration: Migration): string {
  return `-- ${fileName(migration)}

${script(opening(set))}
${script(migration.id === 1 ? createHistory(set.schema) : [])}${script([insertRow(set, migration)])}
${migration.sql.trimEnd()}

${script([recordDuration(set, migration), 'COMMIT'])}`
}

/**
 * Without the row's lock around it: a person runs one plan at a time, and IF NOT EXISTS makes a repetition
 * harmless.
 */
function planOutside(set: MigrationSet, migration: Migration): string {
  const statement = concurrentStatement(migration)
  const cure =
    statement?.act === 'create_index'
      ? `-- If the build is cut short, run DROP INDEX CONCURRENTLY ${statement.index}; before the next attempt.\n`
      : ''
  return `-- ${fileName(migration)}

${cure}${migration.sql.trimEnd()}

${script([...opening(set), insertRow(set, migration), 'COMMIT'])}`
}

/** psql may wait for the lock in its queue: it builds no index while it does. */
function opening(set: MigrationSet): string[] {
  return [
    begin,
    ...settings(defaultPatience.lockTimeoutMs),
    `SELECT pg_advisory_xact_lock(${lockKey(set.schema)})`,
  ]
}

function script(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};\n`).join('')
}
