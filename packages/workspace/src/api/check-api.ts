import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../repository/finding.ts'
import { runNode } from '../repository/run-program.ts'

export interface ApiReport {
  readonly operations: number
  readonly findings: readonly Finding[]
}

const description = 'docs/reference/openapi.json'
const settings = fileURLToPath(new URL('redocly.yaml', import.meta.url))

/** What a description of the API is told by a linter that people trust, with its strictest rules; it asks no network. */
export async function checkApi(root: string, file: string = join(root, description)): Promise<ApiReport> {
  const linter = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')
  const { stdout, output } = await runNode([linter, 'lint', '--format=json', `--config=${settings}`, file], {
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
  return { operations: countOperations(await readFile(file, 'utf8')), findings: findingsIn(stdout, output) }
}

/** Only what is read here of the linter's report. */
interface LinterReport {
  readonly problems: readonly {
    readonly ruleId: string
    readonly message: string
    readonly location: readonly { readonly pointer?: string; readonly start?: { readonly line: number } }[]
  }[]
}

function findingsIn(stdout: string, output: string): Finding[] {
  try {
    // The linter's own format, pinned with its version; what is none of it fails below.
    const { problems } = JSON.parse(stdout) as LinterReport
    return problems.map(({ ruleId, message, location: [place] }) => ({
      file: description,
      ...(place?.start && { line: place.start.line }),
      message: `${message} (${ruleId}, at ${place?.pointer ?? 'the top'})`,
    }))
  } catch (cause) {
    throw new Error(`The linter of the API gave no report:\n${output}`, { cause })
  }
}

function countOperations(text: string): number {
  // The linter has just read it as OpenAPI.
  const { paths } = JSON.parse(text) as { paths: Record<string, object> }
  return Object.values(paths).flatMap((path) => Object.keys(path)).length
}
