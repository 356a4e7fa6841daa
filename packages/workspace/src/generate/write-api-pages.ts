import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiDoors } from '../docs/api-doors.ts'
import { apiFolder, apiIndex, apiPage, apiPageName } from '../docs/api-page.ts'
import { readApi } from '../docs/read-api.ts'
import { readRepository } from '../repository/read-repository.ts'
import { root } from '../repository/root.ts'

// Writes a page for every sub-path of the packages that others build on; with --check it only says what is stale.
const doors = readApi(root, apiDoors(await readRepository(root)))
const pages = new Map(doors.map((door) => [apiPageName(door), apiPage(door)]))
pages.set('README.md', apiIndex(doors))

const folder = join(root, apiFolder)
await mkdir(folder, { recursive: true })
const there = await readdir(folder)
const now = new Map(
  await Promise.all(there.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
)
const stale = [...new Set([...there, ...pages.keys()])].filter((name) => now.get(name) !== pages.get(name))

if (stale.length === 0) {
  console.log(`${apiFolder} has the names of ${doors.length} sub-paths as the source has them.`)
} else if (process.argv.includes('--check')) {
  console.error(`Stale in ${apiFolder}: ${stale.join(', ')}. Run: npm run generate`)
  process.exitCode = 1
} else {
  for (const name of stale) {
    const page = pages.get(name)
    if (page === undefined) await rm(join(folder, name))
    else await writeFile(join(folder, name), page)
  }
  console.log(`${apiFolder} is written anew: ${stale.join(', ')}.`)
}
