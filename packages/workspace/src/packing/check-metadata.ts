import { join } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import { root } from '../repository/root.ts'
import { runProgram } from '../repository/run-program.ts'
import type { Tarball } from './pack-package.ts'

/** Asks publint and "are the types wrong?" whether every way of importing the package finds code and types. */
export async function checkMetadata({ manifest, path }: Tarball): Promise<Finding[]> {
  return [
    ...(await ask(manifest.folder, 'publint', ['run', path, '--strict'])),
    ...(await ask(manifest.folder, 'attw', [path, '--profile', 'esm-only', '--no-color', '--no-emoji'])),
  ]
}

async function ask(folder: string, program: string, args: readonly string[]): Promise<Finding[]> {
  const { exitCode, output } = await runProgram(
    join(root, 'packages/workspace/node_modules/.bin', program),
    args,
  )
  return exitCode === 0 ? [] : [{ file: `${folder}/package.json`, message: `${program}:\n${output.trim()}` }]
}
