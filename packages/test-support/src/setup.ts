import { aroundAll, type RunnerTestSuite } from 'vitest'
import { closeDatabases, dropDatabases, keepDatabases } from './databases/use-database.ts'
import { resources } from './leaks/resources.ts'
import { endFile } from './once-per-file.ts'
import { configureProperties } from './properties.ts'

configureProperties(process.env)

// Wrapped around the file rather than hung after it: an `afterAll` of the file that throws would end the chain of
// hooks, and this is the one that must run then.
const timeoutMs = 60_000
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from this pattern which fixtures a hook wants.
aroundAll(async (runFile, {}, file) => {
  await runFile()

  const leaks = [...(await endFile()), ...(await closeDatabases()), ...(await resources.leaks())]
  if (leaks.length === 0 && !hasFailed(file)) {
    await dropDatabases()
    return
  }
  const kept = await keepDatabases()
  if (leaks.length > 0) throw new Error(leakMessage([...leaks, ...kept]))
  for (const line of kept) process.stderr.write(`${line}\n`)
}, timeoutMs)

function leakMessage(lines: readonly string[]): string {
  return [
    'This test file left something open. Close it in an afterEach or afterAll hook.',
    ...lines.map((line) => `- ${line}`),
  ].join('\n')
}

function hasFailed(suite: Readonly<RunnerTestSuite>): boolean {
  if (suite.result?.state === 'fail') return true
  return suite.tasks.some((task) => (task.type === 'suite' ? hasFailed(task) : task.result?.state === 'fail'))
}
