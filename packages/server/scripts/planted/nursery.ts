import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Defect, plantedIn } from './defect.ts'

const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url))
const copied = ['src', 'test', 'scripts', 'package.json', 'vitest.config.ts']
const tenMinutes = 600_000

/**
 * A copy of this package in a temporary folder, in which defects are planted one at a time. Everything else there is a
 * link to the repository, which is never touched.
 */
export class Nursery {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  static async open(): Promise<Nursery> {
    const root = await mkdtemp(join(tmpdir(), 'evenkeel-planted-'))
    const copy = join(root, 'packages/server')
    await mkdir(copy, { recursive: true })
    for (const part of copied)
      await cp(join(repositoryRoot, 'packages/server', part), join(copy, part), { recursive: true })
    await symlink(join(repositoryRoot, 'packages/server/node_modules'), join(copy, 'node_modules'))
    for (const name of await readdir(join(repositoryRoot, 'packages'))) {
      if (name !== 'server')
        await symlink(join(repositoryRoot, 'packages', name), join(root, 'packages', name))
    }
    for (const name of ['node_modules', 'docs', 'migrations', 'package.json'])
      await symlink(join(repositoryRoot, name), join(root, name))
    for (const name of ['vitest.config.ts', 'vitest.workspace.ts'])
      await cp(join(repositoryRoot, name), join(root, name))
    return new Nursery(root)
  }

  /** The title of a test that fails with the defect planted; nothing where all of them let it through. */
  async noticed(defect: Defect): Promise<string | undefined> {
    const file = join(this.#root, 'packages/server/src', defect.file)
    const source = await readFile(file, 'utf8')
    await writeFile(file, plantedIn(source, defect))
    try {
      return await this.failure([defect.noticedBy])
    } finally {
      await writeFile(file, source)
    }
  }

  /** The title of a test in these files that fails as things stand. */
  async failure(files: readonly string[]): Promise<string | undefined> {
    const report = join(this.#root, 'report.json')
    await rm(report, { force: true })
    const output = await this.#runVitest(files, report)
    const text = await readFile(report, 'utf8').catch((cause: unknown) => {
      throw new Error(`Vitest wrote no report of ${files.join(', ')}.\n${output}`, { cause })
    })
    const { numTotalTests, testResults } = reportShape.parse(JSON.parse(text))
    if (numTotalTests === 0) throw new Error(`Vitest found no tests in ${files.join(', ')}.\n${output}`)
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .find(({ status }) => status === 'failed')?.fullName
  }

  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }

  /** What Vitest says is asked only when there is no report: tests that fail are what the defects are for. */
  #runVitest(files: readonly string[], report: string): Promise<string> {
    const vitest = join(this.#root, 'node_modules/vitest/vitest.mjs')
    const paths = files.map((name) => `packages/server/test/${name}.test.ts`)
    const options = ['--project', 'server', '--bail=1', '--reporter=json', `--outputFile=${report}`]
    const ours = Object.entries(process.env).filter(([name]) => !/^(VITEST|EVENKEEL_)/.test(name))
    const env = { ...Object.fromEntries(ours), NO_COLOR: '1', EVENKEEL_SEED: '1' }
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [vitest, 'run', ...paths, ...options],
        { cwd: this.#root, timeout: tenMinutes, env },
        (_error, out, err) => resolve(`${out}\n${err}`),
      )
    })
  }
}

const reportShape = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
})
