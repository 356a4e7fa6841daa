import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assertMigrationSet } from '../src/migrations/assert-migration-set.ts'
import type { MigrationSet } from '../src/migrations/migration.ts'
import { type GeneratedFile, settleGenerated } from './generated-file.ts'
import { readMigrations } from './read-migrations.ts'
import { repositoryRoot, type SchemaSource, schemas } from './schemas.ts'

// Puts the SQL files into TypeScript modules, so that a published or bundled package needs no file system to
// migrate.

const files = await Promise.all(schemas.map(migrationsModule))
await settleGenerated(files, 'node packages/ledger/scripts/embed-migrations.ts')

async function migrationsModule(source: SchemaSource): Promise<GeneratedFile> {
  const { schema, packageName } = source
  const packageVersion = await versionOf(source.packageFolder)
  const set: MigrationSet = { schema, packageName, packageVersion, migrations: await readMigrations(schema) }
  assertMigrationSet(set)
  return { path: `${source.packageFolder}/${source.module}`, content: moduleText(set, source.migrationType) }
}

async function versionOf(packageFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(repositoryRoot, packageFolder, 'package.json'), 'utf8'),
  )
  return String(Reflect.get(Object(manifest), 'version'))
}

function moduleText({ schema, packageVersion, migrations }: MigrationSet, migrationType: string): string {
  const items = migrations.map(
    ({ id, name, sha256, sql }) => `  {
    id: ${id},
    name: '${name}',
    sha256: '${sha256}',
    sql: \`${sql.replace(/[\\`]|\$\{/g, '\\$&')}\`,
  },
`,
  )
  return `// GENERATED from migrations/${schema} by packages/ledger/scripts/embed-migrations.ts. Do not edit.
import type { Migration } from '${migrationType}'

export const packageVersion = '${packageVersion}'

export const ${schema}Migrations: readonly Migration[] = [
${items.join('')}]
`
}
