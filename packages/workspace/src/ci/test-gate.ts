import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode } from '../repository/run-program.ts'
import type { GateResult, TestCounts } from './gate.ts'

const halfAnHour = 1_800_000

/** All tests, under the Node that runs this process; Vitest's own report is the output. */
export async function testGate(root: string): Promise<GateResult> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-tests-'))
  try {
    const report = join(folder, 'report.json')
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json']
    const run = await runNode([...vitest, `--outputFile.json=${report}`], { cwd: root, limitMs: halfAnHour })
    const tests = countTests(await readFile(report, 'utf8').catch(() => '{}'))
    const count = tests.passed + tests.failed
    return { isRight: run.exitCode === 0, examined: { count, what: 'tests' }, output: run.output, tests }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The counts of Vitest's JSON report. A test that is left to be written counts as skipped. */
export function countTests(report: string): TestCounts {
  const read: unknown = JSON.parse(report)
  const number = (key: string): number => {
    const value: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, key) : undefined
    return typeof value === 'number' ? value : 0
  }
  return {
    passed: number('numPassedTests'),
    failed: number('numFailedTests'),
    skipped: number('numPendingTests') + number('numTodoTests'),
  }
}
