import { describe, expect, it } from 'vitest'
import { describeFinding } from '../src/repository/finding.ts'
import { repositoryOf } from '../src/repository/repository.ts'
import { checkCode } from '../src/speech/check-code.ts'
import { checkSizes } from '../src/speech/check-sizes.ts'
import { checkTopLevel } from '../src/speech/check-top-level.ts'
import { checkWords } from '../src/speech/check-words.ts'
import { unwantedWords } from '../src/speech/unwanted-words.ts'

// The planted texts are put together here, so that the check of this repository does not find them.
const path = (...parts: string[]): string => ['', ...parts].join('/')
const later = ['TO', 'DO'].join('')

describe('the words of the repository', () => {
  it.each([
    ["somebody's home", 'docs/a.md', `See ${path('home', 'ann', 'evenkeel')}`],
    ["root's home", 'packages/a/src/a.ts', `const a = '${path('root', '.npmrc')}'`],
    ['a folder of a Mac', '.ci/run', `cd ${path('Users', 'ann')}`],
    ['a folder of Windows', 'docs/a.md', ['C:', 'Users', 'ann'].join('\\')],
    ['a registry', 'docs/a.md', ['registry', 'example', 'org'].join('.')],
    ['a configured registry', '.npmrc', `registry=${['http', '//127.0.0.1:4873'].join(':')}`],
    ['an address in the lockfile', 'pnpm-lock.yaml', `    resolution: {${['tarball', ' x.tgz'].join(':')}}`],
    ['work left for later', 'packages/a/src/a.ts', `// ${later}: round properly`],
  ])('refuses %s', (_what, file, text) => {
    const findings = checkWords(repositoryOf({ [file]: `fine\n${text}` }), unwantedWords)

    expect(findings.map(({ file, line }) => ({ file, line }))).toEqual([{ file, line: 2 }])
  })

  it('has nothing against routes, relative paths and addresses of the web', () => {
    const text = `GET /v1${path('home', 'page')} ../${'work'}/a https://example.org${path('home', 'page')}`

    expect(checkWords(repositoryOf({ 'docs/a.md': text }), unwantedWords)).toEqual([])
  })
})

describe('the top level', () => {
  const expected = [
    { name: 'docs', isFolder: true },
    { name: 'README.md', isFolder: false },
    { name: 'examples', isFolder: true, isPlanned: true },
  ]

  it('is content when it is as listed', () => {
    expect(checkTopLevel(repositoryOf({ 'docs/a.md': '', 'README.md': '' }), expected)).toEqual([])
  })

  it.each([
    ['a stranger', { 'docs/a.md': '', 'README.md': '', 'notes.txt': '' }, 'notes.txt: has no place'],
    ['a missing entry', { 'docs/a.md': '' }, 'README.md: belongs to the top level'],
    ['a file in the place of a folder', { docs: '', 'README.md': '' }, 'docs: belongs to the top level'],
    [
      'a plan that has come true',
      { 'docs/a.md': '', 'README.md': '', 'examples/a.ts': '' },
      'remove isPlanned',
    ],
  ])('refuses %s', (_what, files, message) => {
    const findings = checkTopLevel(repositoryOf(files), expected).map(describeFinding)

    expect(findings).toContainEqual(expect.stringContaining(message))
  })
})

describe('the code', () => {
  const check = (code: string): string[] =>
    checkCode(repositoryOf({ 'packages/a/test/a.test.ts': code })).map(({ message }) => message)

  it.each([
    ['any as a type', 'const a: any = 1', '"any" switches'],
    [
      'any behind a comment for the linter',
      '// biome-ignore lint: because\nconst a = b as any',
      '"any" switches',
    ],
    ['it.only', "it.only('a', () => {})", 'leaves out every other test'],
    ['describe.concurrent.only', "describe.concurrent.only('a', () => {})", 'leaves out every other test'],
    ['a skip without a reason', "\nit.skip('a', () => {})", 'has no reason'],
    ['a failure that is expected without a reason', "\nit.concurrent.fails('a', () => {})", 'has no reason'],
    ['a test that is only announced', "it.todo('a')", 'cannot fail'],
  ])('refuses %s', (_what, code, message) => {
    expect(check(code)).toEqual([expect.stringContaining(message)])
  })

  it.each([
    ['a condition is its own reason', "it.skipIf(process.platform === 'win32')('a', () => {})"],
    [
      'the context gives one',
      "it('a', ({ task, skip }) => skip('no container runtime'))\ntest.context.skip('none')",
    ],
  ])('accepts a skip where %s', (_why, code) => {
    expect(check(code)).toEqual([])
  })

  it('accepts a skip with its reason, and the words where they are no code', () => {
    const code = "// The server has no such function before 16.\nit.skip('any', () => only.only('it.only'))"

    expect(check(code)).toEqual([])
  })
})

it('refuses a file above the limit', () => {
  const repository = repositoryOf({ 'small.bin': 'x'.repeat(10), 'large.bin': 'x'.repeat(11) })

  expect(checkSizes(repository, 10).map(({ file }) => file)).toEqual(['large.bin'])
})
