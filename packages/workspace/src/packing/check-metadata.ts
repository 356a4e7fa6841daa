import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Finding } from '../repository/finding.ts'
import { root } from '../repository/root.ts'
import { runProgram } from '../repository/run-program.ts'
import type { Tarball } from './pack-package.ts'

/** Asks publint and "are the types wrong?" whether every way of importing the package finds code and types. */
export async function checkMetadata({ manifest, path }: Tarball): Promise<Finding[]> {
  const content = await readFile(path)
  // publint reads an ArrayBuffer; the Buffer may be a window into a larger one.
  const tarball = new Uint8Array(content).buffer
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } })
  const lint = messages.map((message) => ({
    file: `${manifest.folder}/package.json`,
    message: `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  }))
  const attw = join(root, 'packages/workspace/node_modules/.bin/attw')
  const types = await runProgram(attw, [path, '--profile', 'esm-only', '--no-color', '--no-emoji'])
  if (types.exitCode === 0) return lint
  return [...lint, { file: `${manifest.folder}/package.json`, message: `attw:\n${types.output.trim()}` }]
}
