import { runProgram } from '../repository/run-program.ts'
import type { GateResult } from './gate.ts'

/** Biome's own report, with the number of files that it says it has read. */
export async function lintGate(): Promise<GateResult> {
  const { exitCode, output } = await runProgram('biome', ['ci', '--colors=off', '.'])
  return { isRight: exitCode === 0, examined: { count: filesChecked(output), what: 'files' }, output }
}

export function filesChecked(output: string): number {
  return Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0)
}
