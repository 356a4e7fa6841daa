import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@evenkeel/local-postgres'
import { Pool } from 'pg'
import { migrate } from '../src/database/migrate.ts'
import { readSchemaGuards } from '../src/database/schema-guards.ts'

// Writes down the triggers, functions and constraints that the migrations build, for the check at every start; with
// --check it only says whether the committed list is current.
const name = 'packages/server/src/generated/schema-guards.ts'
const module = fileURLToPath(new URL('../src/generated/schema-guards.ts', import.meta.url))
const now = await readFile(module, 'utf8').catch(() => '')
const wanted = moduleText(await guardsOfMigrations())

if (now === wanted) {
  console.log(`${name} is up to date.`)
} else if (process.argv.includes('--check')) {
  console.error(`${name} is stale. Run: npm run generate`)
  process.exitCode = 1
} else {
  await writeFile(module, wanted)
  console.log(`${name} is written anew.`)
}

async function guardsOfMigrations(): Promise<ReadonlyMap<string, string>> {
  const server = await startPostgres({ version: 18, durable: false })
  const pool = new Pool({ connectionString: server.url })
  try {
    await migrate(pool)
    return await readSchemaGuards(pool)
  } finally {
    await pool.end()
    await server.stop()
  }
}

function moduleText(guards: ReadonlyMap<string, string>): string {
  const lines = [...guards].map(([guard, fingerprint]) => `  '${guard}':\n    '${fingerprint}',\n`)
  return `// GENERATED from the migrations by packages/server/scripts/print-schema-guards.ts. Do not edit.
export const schemaGuards: Readonly<Record<string, string>> = {
${lines.join('')}}
`
}
