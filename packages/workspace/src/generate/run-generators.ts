import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { runNode } from '../repository/run-program.ts'
import type { Generator } from './generators.ts'

export type GenerateMode = 'write' | 'check'

/** Runs every generator, also after one has failed, so that one run shows all that is stale. */
export async function runGenerators(
  root: string,
  generators: readonly Generator[],
  mode: GenerateMode,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const generator of generators) findings.push(...(await runGenerator(root, generator, mode)))
  return findings
}

async function runGenerator(
  root: string,
  { name, script, files }: Generator,
  mode: GenerateMode,
): Promise<Finding[]> {
  if (!existsSync(join(root, script)))
    return [{ file: script, message: `does not exist, and generates the ${name}.` }]
  const { exitCode, output } = await runNode([script, ...(mode === 'check' ? ['--check'] : [])], {
    cwd: root,
  })
  if (exitCode !== 0) return [{ file: script, message: `ended with ${exitCode}:\n${output.trim()}` }]
  return files
    .filter((file) => !existsSync(join(root, file)))
    .map((file) => ({ file, message: `does not exist, although ${script} ended well.` }))
}
