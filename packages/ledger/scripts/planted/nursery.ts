import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Defect, plantedIn } from './defect.ts'
import { failedTests } from './failed-tests.ts'

const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
const repositoryRoot = fileURLToPath(new URL('../../../..', import.meta.url))

/** The title of a test that failed in each of two nets: the facts as sentences, and the model in random runs. */
export interface Catches {
  readonly facts: string | undefined
  readonly model: string | undefined
}

/**
 * A copy of this package in a temporary folder, in which defects are planted one at a time. The package itself is never
 * touched, so a run that is killed leaves nothing behind but a folder.
 */
export class Nursery {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  static async open(): Promise<Nursery> {
    const root = await mkdtemp(join(tmpdir(), 'evenkeel-planted-'))
    const copy = join(root, 'packages/ledger')
    await mkdir(copy, { recursive: true })
    for (const part of ['src', 'test', 'scripts', 'package.json'])
      await cp(join(packageRoot, part), join(copy, part), { recursive: true })
    await symlink(join(packageRoot, 'node_modules'), join(copy, 'node_modules'))
    await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'))
    await writeFile(join(copy, 'vitest.config.mjs'), vitestConfig)
    return new Nursery(root)
  }

  /** What each net catches with the defect planted; with none planted, what fails anyway. */
  async catchesOf(defect?: Defect): Promise<Catches> {
    const folder = join(this.#root, 'packages/ledger')
    const casting = async (): Promise<Catches> => ({
      facts: (await failedTests(folder, ['memory', 'chart/', 'verify/', 'engine/'].map(inTests))).at(0),
      model: (await failedTests(folder, [inTests('model/')])).at(0),
    })
    if (defect === undefined) return casting()
    const file = join(folder, 'src', defect.file)
    const source = await readFile(file, 'utf8')
    await writeFile(file, plantedIn(source, defect))
    try {
      return await casting()
    } finally {
      await writeFile(file, source)
    }
  }

  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }
}

const inTests = (name: string): string => `test/${name}`

// A failure is wanted here, not explained: nothing is shrunk.
const vitestConfig = `
const resolve = { conditions: ['@evenkeel/source', 'node'] }

export default {
  cacheDir: 'cache',
  ssr: { resolve },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['scripts/planted/first-failure.ts'],
    testTimeout: 60_000,
  },
}
`
