import { ConflictError, InvariantError } from '../errors/index.ts'
import { type AppliedMigration, fileName, type Migration, type MigrationSet } from './migration.ts'

export interface Comparison {
  /** The files to apply, in order. Empty when there is a refusal. */
  readonly pending: readonly Migration[]
  /** Why the history does not belong to this set of files. */
  readonly refusal: ConflictError | InvariantError | undefined
}

/**
 * What is missing from the database, or why the two do not fit. Pure: the decision behind migrate, plan and
 * check.
 */
export function compareHistory(set: MigrationSet, applied: readonly AppliedMigration[]): Comparison {
  const refusal = refusalOf(set, applied)
  return { pending: refusal === undefined ? set.migrations.slice(applied.length) : [], refusal }
}

function refusalOf(set: MigrationSet, applied: readonly AppliedMigration[]): Comparison['refusal'] {
  const history = `${set.schema}.migration`

  for (const [index, row] of applied.entries()) {
    const known = set.migrations[index]
    const details = { schema: set.schema, migration: fileName(row), appliedAt: row.appliedAt }

    if (row.id !== index + 1) {
      return new InvariantError(
        'history_broken',
        `${history} has ${fileName(row)} but not number ${index + 1} before it. ` +
          'Rows of the history were removed; restore them before migrating.',
        details,
      )
    }
    if (known === undefined) {
      return new ConflictError(
        'database_newer',
        `Schema ${set.schema} is at ${fileName(row)}, applied by ${set.packageName} ${row.packageVersion}, which ` +
          `${set.packageName} ${set.packageVersion} does not know. ` +
          'Upgrade the package; the database does not go back.',
        { ...details, packageVersion: set.packageVersion, databaseVersion: row.packageVersion },
      )
    }
    if (known.sha256 !== row.sha256 || known.name !== row.name) {
      return new ConflictError(
        'migration_changed',
        `${fileName(known)} is not the file that was applied to schema ${set.schema} as ${fileName(row)} by ` +
          `${set.packageName} ${row.packageVersion}. ` +
          'Put the applied file back and write the change as a new one.',
        { ...details, file: fileName(known), appliedSha256: row.sha256, fileSha256: known.sha256 },
      )
    }
  }
  return undefined
}
