import { describe, expect, it } from 'vitest'
import type { Gate, GateResult } from '../src/ci/gate.ts'
import { filesChecked } from '../src/ci/lint-gate.ts'
import { runGates } from '../src/ci/run-gates.ts'
import { scriptGate } from '../src/ci/script-gate.ts'
import { selectGates } from '../src/ci/select-gates.ts'
import { summarise } from '../src/ci/summary.ts'
import { countTests } from '../src/ci/test-gate.ts'
import { readManifests } from '../src/repository/manifests.ts'
import { repositoryOf } from '../src/repository/repository.ts'
import { root } from '../src/repository/root.ts'

const right: GateResult = { isRight: true, examined: { count: 3, what: 'files' }, output: 'not shown' }
const wrong: GateResult = {
  isRight: false,
  examined: { count: 3, what: 'files' },
  output: 'a.ts:1: is wrong',
}
const gate = (name: string, result: GateResult, needs: string[] = []): Gate => ({
  name,
  needs,
  run: async () => result,
})

async function run(gates: readonly Gate[]): Promise<{ printed: string; text: string; exitCode: number }> {
  const lines: string[] = []
  const outcomes = await runGates(gates, { print: (text) => lines.push(text), now: () => 0 })
  return { printed: lines.join('\n'), ...summarise(outcomes) }
}

const lastLine = (text: string): string | undefined => text.split('\n').at(-1)

describe('a run of gates', () => {
  it('counts gates and tests together in its last line', async () => {
    const tests = { passed: 40, failed: 0, skipped: 2 }

    const { text, exitCode } = await run([gate('lint', right), gate('test', { ...right, tests })])

    expect(lastLine(text)).toBe('42 passed, 0 failed, 2 skipped')
    expect(exitCode).toBe(0)
  })

  it('goes on after a failure, shows its output and fails in the end', async () => {
    const { printed, text, exitCode } = await run([gate('lint', wrong), gate('types', right)])

    expect(printed).toContain('a.ts:1: is wrong')
    expect(printed).toContain('types: passed, 3 files, 0.0 s')
    expect(printed).not.toContain('not shown')
    expect(lastLine(text)).toBe('1 passed, 1 failed')
    expect(exitCode).toBe(1)
  })

  it('fails a gate that looked at nothing', async () => {
    const { printed, exitCode } = await run([
      gate('docs', { ...right, examined: { count: 0, what: 'documents' } }),
    ])

    expect(printed).toContain('It found nothing to look at: 0 documents.')
    expect(exitCode).toBe(1)
  })

  it('fails a gate that throws, and shows why', async () => {
    const throwing: Gate = { name: 'packing', run: () => Promise.reject(new Error('npm is not there')) }

    const { printed, text, exitCode } = await run([throwing, gate('lint', right)])

    expect(printed).toContain('npm is not there')
    expect(lastLine(text)).toBe('1 passed, 1 failed')
    expect(exitCode).toBe(1)
  })

  it('fails when there was no gate to run', async () => {
    expect((await run([])).exitCode).toBe(1)
  })
})

describe('the choice of gates', () => {
  const gates = [gate('lint', right), gate('build', right), gate('packing', right, ['build'])]
  const names = (wanted: string[]): string[] => selectGates(gates, wanted).map(({ name }) => name)

  it('is all of them when none is named', () => {
    expect(names([])).toEqual(['lint', 'build', 'packing'])
  })

  it('brings what a gate needs, in the order of the list', () => {
    expect(names(['packing'])).toEqual(['build', 'packing'])
    expect(names(['packing', 'lint'])).toEqual(['lint', 'build', 'packing'])
  })

  it('refuses a name that is not there, and says which are', () => {
    expect(() => names(['lint', 'tset'])).toThrow('There is no gate "tset". There are: lint, build, packing.')
  })
})

describe('counting', () => {
  it('reads the report of Vitest', () => {
    const report = JSON.stringify({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
    })

    expect(countTests(report)).toEqual({ passed: 5, failed: 1, skipped: 3 })
    expect(countTests('{}')).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })

  it('reads how many files Biome has checked', () => {
    expect(filesChecked('Checked 41 files in 3ms.')).toBe(41)
    expect(filesChecked('No files were processed')).toBe(0)
  })
})

describe('a script of every package', () => {
  const manifestsWith = (scripts: object) =>
    readManifests(repositoryOf({ 'packages/workspace/package.json': JSON.stringify({ name: 'w', scripts }) }))

  it('fails where a package lacks it', async () => {
    const result = await scriptGate(root, manifestsWith({}), 'types')

    expect(result).toMatchObject({
      isRight: false,
      output: 'packages/workspace/package.json: has no script "types".',
    })
  })

  it('fails where the script fails, with its output', async () => {
    // The manifest names a script that the package on disk does not have, so pnpm refuses it.
    const result = await scriptGate(root, manifestsWith({ gone: 'x' }), 'gone')

    expect(result.isRight).toBe(false)
    expect(result.output).toContain('ERR_PNPM_NO_SCRIPT')
  })
})
