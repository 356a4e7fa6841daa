import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Migration } from '../src/migrations/migration.ts'
import { repositoryRoot } from './schemas.ts'

// The dump is generated from the others; the roles are the host's, and granted by a script that is no migration.
const unnumbered: ReadonlySet<string> = new Set(['schema.sql', 'roles.sql', 'verify.sql'])

/** The numbered files of `migrations/<schema>`, in order. */
export async function readMigrations(schema: string): Promise<Migration[]> {
  const folder = join(repositoryRoot, 'migrations', schema)
  const files = (await readdir(folder))
    .filter((file) => file.endsWith('.sql') && !unnumbered.has(file))
    .sort()
  return Promise.all(files.map((file) => readMigration(folder, file)))
}

async function readMigration(folder: string, file: string): Promise<Migration> {
  const [, id, name] = /^(\d{4})_(.+)\.sql$/.exec(file) ?? []
  if (id === undefined || name === undefined) {
    throw new Error(`${join(folder, file)} is not named NNNN_what_it_is_about.sql. Rename it.`)
  }
  // A checkout with Windows line ends must not change the checksum of an applied file.
  const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n')
  return { id: Number(id), name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
}
