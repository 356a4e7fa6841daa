import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const tenMinutes = 600_000

/**
 * Runs some tests of a folder in a process of their own, and answers with the full titles of those that failed: one is
 * enough, so few have.
 */
export async function failedTests(folder: string, files: readonly string[]): Promise<string[]> {
  const report = join(folder, 'report.json')
  await rm(report, { force: true })
  const output = await runVitest(folder, files, report)
  const text = await readFile(report, 'utf8').catch((cause: unknown) => {
    throw new Error(`Vitest wrote no report of the tests in ${folder}.\n${output}`, { cause })
  })
  const { numTotalTests, testResults } = reportShape.parse(JSON.parse(text))
  if (numTotalTests === 0) throw new Error(`Vitest found no tests in ${folder}.\n${output}`)
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName }) => fullName)
}

const reportShape = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
})

/** What Vitest says is asked only when there is no report: tests that fail are what the defects are for. */
function runVitest(folder: string, files: readonly string[], report: string): Promise<string> {
  const vitest = join(folder, '../../node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', ...files, '--bail=1', '--reporter=json', `--outputFile=${report}`]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, timeout: tenMinutes, env: ownEnvironment() },
      (_error, out, err) => resolve(`${out}\n${err}`),
    )
  })
}

/** The environment without what a Vitest around us has set for itself, and without what would make the run a long one. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !/^(VITEST|EVENKEEL_)/.test(name))
  return { ...Object.fromEntries(ours), NO_COLOR: '1' }
}
