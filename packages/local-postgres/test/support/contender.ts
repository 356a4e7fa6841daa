import { setTimeout as sleep } from 'node:timers/promises'
import { dataFolderAt } from '../../src/data-folder/data-folder.ts'
import { takePlace } from '../../src/data-folder/take-place.ts'

/**
 * Takes a place on each of the given folders, one every 100 ms from the given moment on, at the same instants
 * as the other processes that run this. Prints the roles it got and holds its places until its input ends.
 */
const [from, ...folders] = process.argv.slice(2)
const roles: string[] = []
for (const [round, path] of folders.entries()) {
  const momentMs = Number(from) + round * 100
  await sleep(momentMs - Date.now() - 5)
  while (Date.now() < momentMs);
  const { role } = await takePlace(dataFolderAt(path), null, momentMs + 20_000)
  roles.push(role)
}
console.log(JSON.stringify(roles))
process.stdin.resume()
