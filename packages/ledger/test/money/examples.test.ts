import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as dineroApi from '../../src/money/dinero.ts'
import * as moneyApi from '../../src/money/index.ts'

const packageFolder = join(import.meta.dirname, '../..')
const tsc = join(packageFolder, '../../node_modules/typescript/bin/tsc')
const examples = new Map(globSync('src/money/*.ts', { cwd: packageFolder }).flatMap(examplesIn))

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-examples-'))

// A project of its own, which has installed the package as a host would.
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules/@evenkeel'), { recursive: true })
  symlinkSync(packageFolder, join(folder, 'node_modules/@evenkeel/ledger'))
  for (const name of ['zod', 'dinero.js']) {
    symlinkSync(join(packageFolder, 'node_modules', name), join(folder, 'node_modules', name))
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))

  for (const [name, code] of examples) writeFileSync(join(folder, `${name}.ts`), code)
  const all = [...examples.keys()].map((name) => `import './${name}.ts'\n`)
  writeFileSync(join(folder, 'all.ts'), all.join(''))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(packageFolder, '../../tsconfig.base.json'),
      // An example shows a value and stops. Without Node's types the compiler also proves that money needs no Node.
      compilerOptions: { noUnusedLocals: false, types: [] },
      include: [folder],
    }),
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the examples in the documentation of money', () => {
  it('are there for every public function', () => {
    const functions = Object.entries({ ...moneyApi, ...dineroApi }).filter(
      ([, value]) => typeof value === 'function',
    )

    expect(functions.length).toBeGreaterThan(25)
    expect(functions.map(([name]) => name).filter((name) => !examples.has(name))).toEqual([])
  })

  it('compile', { timeout: 120_000 }, () => {
    expect(outputOf([tsc, '--project', folder])).toBe('')
  })

  it('run', { timeout: 120_000 }, () => {
    const run = [
      '--conditions=@evenkeel/source',
      '--disable-warning=ExperimentalWarning',
      join(folder, 'all.ts'),
    ]

    expect(outputOf(run)).toBe('')
  })
})

/** What Node printed, whether it succeeded or not, so that a failure shows which example and why. */
function outputOf(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && 'stderr' in error)) throw error
    return `${error.stdout}${error.stderr}` || error.message
  }
}

/** The first example of each exported function, by the function's name. */
function examplesIn(file: string): [name: string, code: string][] {
  const documented = /\/\*\*(?<doc>(?:(?!\*\/)[\s\S])*)\*\/\nexport function (?<name>\w+)/g
  const source = readFileSync(join(packageFolder, file), 'utf8')
  return [...source.matchAll(documented)].flatMap(({ groups: { doc = '', name = '' } = {} }) => {
    const code = /```ts\n(?<code>[\s\S]*?)```/.exec(doc)?.groups?.['code']
    return code === undefined ? [] : [[name, code.replaceAll(/^ \* ?/gm, '')] satisfies [string, string]]
  })
}
