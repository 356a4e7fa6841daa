/** One SQL file, as it is carried in the package. */
export interface Migration {
  /** Its number: the files of a schema count 1, 2, 3 without gaps. */
  readonly id: number
  /** What it is about, in snake_case: `books` for `0001_books.sql`. */
  readonly name: string
  readonly sql: string
  /** Of the file's bytes, in lower-case hexadecimal. */
  readonly sha256: string
}

/** One row of the history that is kept in the schema itself. */
export interface AppliedMigration {
  readonly id: number
  readonly name: string
  readonly sha256: string
  readonly appliedAt: Date
  /** The role that logged in. */
  readonly appliedBy: string
  /** `null` where nobody measured. */
  readonly durationMs: number | null
  /** The version of the package that brought the file. */
  readonly packageVersion: string
}

/** A schema, its files, and the package that brings them. */
export interface MigrationSet {
  /** The schema that the files build. Its history is kept in the table `migration` in it. */
  readonly schema: string
  /** The package that brings the files, for messages: `@evenkeel/ledger`. */
  readonly packageName: string
  readonly packageVersion: string
  readonly migrations: readonly Migration[]
}

/** `0001_books.sql`: what people call the migration, in the folder and in messages. */
export function fileName(migration: Pick<Migration, 'id' | 'name'>): string {
  return `${String(migration.id).padStart(4, '0')}_${migration.name}.sql`
}
