import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TestRunner } from 'vitest'

const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * The text of a file of foreign test data: `EVENKEEL_TEST_DATA`, or `../shared/data` beside the repository. It is
 * other people's work and not ours to copy, so where it is absent the test that asks is skipped and says why.
 */
export function testData(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const folder = resolve(repositoryRoot, environment['EVENKEEL_TEST_DATA'] ?? '../shared/data')
  const path = join(folder, name)
  if (existsSync(path)) return readFileSync(path, 'utf8')

  const test = TestRunner.getCurrentTest()
  if (test === undefined)
    throw new Error(`Ask for the test data "${name}" inside a test, which can be skipped without it.`)
  return test.context.skip(`test data ${name} is not in ${folder} (EVENKEEL_TEST_DATA)`)
}
