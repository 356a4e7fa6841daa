import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../src/app.ts'
import { freshKeys } from '../src/config/fresh-keys.ts'
import { readConfig } from '../src/config/read-config.ts'
import { createDependencies } from '../src/dependencies.ts'
import { createLogger } from '../src/observability/logger.ts'

// Writes the description of the HTTP API; with --check it only says whether the committed one is current.
const page = fileURLToPath(new URL('../../../docs/reference/openapi.json', import.meta.url))
const name = 'docs/reference/openapi.json'
const now = await readFile(page, 'utf8').catch(() => '')
const wanted = `${JSON.stringify(await describeApi(), null, 2)}\n`

if (now === wanted) {
  console.log(`${name} describes the API as it is.`)
} else if (process.argv.includes('--check')) {
  console.error(`${name} does not describe the API as it is. Run: npm run generate`)
  process.exitCode = 1
} else {
  await writeFile(page, wanted)
  console.log(`${name} is written anew.`)
}

/** Nothing connects: the address only has to look like one. */
async function describeApi(): Promise<object> {
  const config = readConfig({ DATABASE_URL: 'postgres://127.0.0.1/nothing', ...freshKeys('none') })
  const dependencies = createDependencies(config, createLogger('silent'))
  const app = await buildApp(dependencies)
  await app.ready()
  const description = app.swagger()
  await app.close()
  await dependencies.close()
  return description
}
