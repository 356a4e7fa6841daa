import { join } from 'node:path'
import { readDocument } from '../docs/read-document.ts'
import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import { type Repository, textOf } from '../repository/repository.ts'
import { runProgram } from '../repository/run-program.ts'

export interface ExamplesReport {
  readonly ran: number
  readonly findings: readonly Finding[]
}

const fiveMinutes = 300_000

/** Runs every example and compares what it prints with the ```output block of its README. */
export async function runExamples(
  root: string,
  repository: Repository,
  manifests: readonly Manifest[],
): Promise<ExamplesReport> {
  const examples = manifests.filter(({ folder }) => folder.startsWith('examples/'))
  // What examples share is imported by them and runs with each.
  const runnable = examples.filter(({ doors }) => doors.length === 0)
  const findings: Finding[] = []
  for (const example of runnable) findings.push(...(await runExample(root, repository, example)))
  return { ran: runnable.length, findings }
}

async function runExample(root: string, repository: Repository, example: Manifest): Promise<Finding[]> {
  const file = `${example.folder}/README.md`
  const finding = (message: string): Finding[] => [{ file, message }]
  const promised = readDocument(file, textOf(repository, file) ?? '').blocks.filter(
    ({ language }) => language === 'output',
  )
  if (promised.length !== 1) return finding('needs one ```output block that says what the example prints.')

  const options = { cwd: join(root, example.folder), limitMs: fiveMinutes }
  const { exitCode, output, stdout } = await runProgram('pnpm', ['--silent', 'run', 'start'], options)
  if (exitCode !== 0) return finding(`\`npm start\` ended with ${exitCode}:\n${output.trim()}`)
  if (stdout.trim() === promised[0]?.code.trim()) return []
  return finding(`\`npm start\` prints something else than it says:\n${stdout.trim()}`)
}
