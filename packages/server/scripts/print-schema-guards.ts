import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@evenkeel/local-postgres'
import { Pool } from 'pg'
import { migrate } from '../src/database/migrate.ts'
import { type Right, readRights } from '../src/database/rights.ts'
import { readSchemaGuards } from '../src/database/schema-guards.ts'
import { grantRights } from './grant-rights.ts'

// Writes down the triggers, functions and constraints that the migrations build, and the rights that roles.sql grants to
// the service, for the check at every start; with --check it only says whether the committed lists are current.
const name = 'packages/server/src/generated/schema-guards.ts'
const module = fileURLToPath(new URL('../src/generated/schema-guards.ts', import.meta.url))
const now = await readFile(module, 'utf8').catch(() => '')
const wanted = moduleText(await builtByMigrations())

if (now === wanted) {
  console.log(`${name} is up to date.`)
} else if (process.argv.includes('--check')) {
  console.error(`${name} is stale. Run: npm run generate`)
  process.exitCode = 1
} else {
  await writeFile(module, wanted)
  console.log(`${name} is written anew.`)
}

interface Built {
  readonly guards: ReadonlyMap<string, string>
  readonly rights: readonly Right[]
}

async function builtByMigrations(): Promise<Built> {
  const server = await startPostgres({ version: 18, durable: false })
  const pool = new Pool({ connectionString: server.url })
  // A connection may still be on its way out when the server stops; that it is told so is no failure.
  pool.on('error', () => undefined)
  try {
    await migrate(pool)
    await pool.query('CREATE ROLE application; CREATE ROLE auditor')
    await grantRights(pool, { application: 'application', auditor: 'auditor' })
    return { guards: await readSchemaGuards(pool), rights: await readRights(pool, 'application') }
  } finally {
    await pool.end()
    await server.stop()
  }
}

function moduleText({ guards, rights }: Built): string {
  const lines = [...guards].map(([guard, fingerprint]) => `  '${guard}':\n    '${fingerprint}',\n`)
  const needed = rights.map(
    ({ relation, privilege, columns }) =>
      `  { relation: '${relation}', privilege: '${privilege}', columns: ${columns === null ? 'null' : `'${columns}'`} },\n`,
  )
  return `// GENERATED from the migrations by packages/server/scripts/print-schema-guards.ts. Do not edit.
export const schemaGuards: Readonly<Record<string, string>> = {
${lines.join('')}}

export const neededRights: readonly {
  readonly relation: string
  readonly privilege: string
  readonly columns: string | null
}[] = [
${needed.join('')}]
`
}
