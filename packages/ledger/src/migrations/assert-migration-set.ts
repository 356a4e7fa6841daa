import { createHash } from 'node:crypto'
import { InvalidInputError } from '../errors/index.ts'
import { concurrentStatement, isOutsideTransaction } from './concurrent-statement.ts'
import { fileName, type Migration, type MigrationSet } from './migration.ts'
import { splitStatements } from './split-statements.ts'

/**
 * Refuses a set that could not be applied safely, before anything is sent to a database. Names are held to
 * plain lower-case identifiers, so that SQL can be built from them without quoting.
 */
export function assertMigrationSet(set: MigrationSet): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(set.schema)) {
    throw new InvalidInputError(
      'migration_invalid',
      `"${set.schema}" cannot be the schema of migrations: ` +
        'use 1 to 63 lower-case letters, digits and underscores.',
      { schema: set.schema },
    )
  }

  for (const [index, migration] of set.migrations.entries()) {
    const fault = faultOf(migration, index + 1)
    if (fault !== undefined) {
      throw new InvalidInputError('migration_invalid', `Migration ${fileName(migration)} ${fault}`, {
        schema: set.schema,
        migration: fileName(migration),
      })
    }
  }
}

function faultOf(migration: Migration, expectedId: number): string | undefined {
  if (migration.id !== expectedId) {
    return `stands where number ${expectedId} belongs: files are numbered 1, 2, 3 without gaps.`
  }
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(migration.name)) {
    return 'has a name that is not snake_case.'
  }
  if (createHash('sha256').update(migration.sql).digest('hex') !== migration.sha256) {
    return 'does not match its own checksum: generate the list again from the files.'
  }
  return isOutsideTransaction(migration) ? concurrentFault(migration) : transactionFault(migration)
}

function concurrentFault(migration: Migration): string | undefined {
  if (migration.id === 1) return 'is the first, so it must run in a transaction: it makes the schema.'
  if (concurrentStatement(migration) !== undefined) return undefined
  return (
    'says that it runs outside a transaction, so it must be one statement that can be repeated: ' +
    'CREATE [UNIQUE] INDEX CONCURRENTLY IF NOT EXISTS name ON schema.table ..., ' +
    'or DROP INDEX CONCURRENTLY IF EXISTS schema.name.'
  )
}

const transactionControl =
  /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK(?!\s+TO\b)|ABORT|PREPARE\s+TRANSACTION)\b/i

function transactionFault(migration: Migration): string | undefined {
  const offender = splitStatements(migration.sql).find((statement) => transactionControl.test(statement))
  if (offender === undefined) return undefined
  return (
    `holds the statement "${offender}": the runner owns the transaction, so that a kill leaves all of the file ` +
    'or nothing.'
  )
}
