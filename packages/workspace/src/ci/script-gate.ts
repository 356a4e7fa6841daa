import { join } from 'node:path'
import type { Manifest } from '../repository/manifests.ts'
import { runProgram } from '../repository/run-program.ts'
import type { GateResult } from './gate.ts'

/**
 * Runs one script of `package.json` in each of the packages. A package without the script fails: it would otherwise
 * drop out of the gate without anybody noticing.
 */
export async function scriptGate(
  root: string,
  manifests: readonly Manifest[],
  script: string,
): Promise<GateResult> {
  const failures: string[] = []
  for (const { folder, name, scripts } of manifests) {
    if (!(script in scripts)) {
      failures.push(`${folder}/package.json: has no script "${script}".`)
      continue
    }
    const { exitCode, output } = await runProgram('pnpm', ['run', script], { cwd: join(root, folder) })
    if (exitCode !== 0) failures.push(`${name} (${folder}):\n${output.trim()}`)
  }
  return {
    isRight: failures.length === 0,
    examined: { count: manifests.length, what: 'packages' },
    output: failures.join('\n\n'),
  }
}
