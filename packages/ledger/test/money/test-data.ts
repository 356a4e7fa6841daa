import { existsSync } from 'node:fs'
import { join } from 'node:path'

// Beside the repository, which is four folders up from here.
const folder = process.env['EVENKEEL_TEST_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data')

/** The path of a file of foreign test data, or undefined, said aloud, when this machine does not have it. */
export function testData(name: string): string | undefined {
  const path = join(folder, name)
  if (existsSync(path)) return path
  console.warn(
    `Tests against ${name} are skipped: it is not in ${folder}. Set EVENKEEL_TEST_DATA to its folder.`,
  )
  return undefined
}
