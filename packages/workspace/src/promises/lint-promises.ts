import { relative } from 'node:path'
import { ESLint } from 'eslint'
import type { Finding } from '../repository/finding.ts'
import { promiseRules } from './promise-rules.ts'

export interface PromiseReport {
  readonly files: number
  readonly findings: readonly Finding[]
}

/**
 * Finds the promises under `cwd` that nobody waits for. `project` is the tsconfig that includes all of the files: one
 * program for the whole repository is three times faster than one for each package. There is no cache, because what
 * is right in one file depends on the types in another.
 */
export async function lintPromises(
  cwd: string,
  patterns: readonly string[],
  project: string,
): Promise<PromiseReport> {
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: promiseRules(project),
    errorOnUnmatchedPattern: false,
  })
  const results = await eslint.lintFiles([...patterns])
  const findings = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message }) => ({ file: relative(cwd, filePath), line, message })),
  )
  return { files: results.length, findings }
}
