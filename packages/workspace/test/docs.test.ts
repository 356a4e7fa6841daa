import { describe, expect, it } from 'vitest'
import { checkCommands } from '../src/docs/check-commands.ts'
import { checkErrorCodes } from '../src/docs/check-error-codes.ts'
import { checkLinks } from '../src/docs/check-links.ts'
import { checkSettings } from '../src/docs/check-settings.ts'
import { checkSnippets } from '../src/docs/check-snippets.ts'
import { type Document, readDocument, readDocuments } from '../src/docs/read-document.ts'
import { runSnippets } from '../src/docs/run-snippets.ts'
import { describeFinding, type Finding } from '../src/repository/finding.ts'
import { readManifests } from '../src/repository/manifests.ts'
import { repositoryOf } from '../src/repository/repository.ts'
import { root } from '../src/repository/root.ts'

const fence = '```'
const block = (info: string, code: string): string => `${fence}${info}\n${code}\n${fence}\n`
const texts = (findings: readonly Finding[]): string[] => findings.map(describeFinding)

describe('links', () => {
  const check = (markdown: string): string[] => {
    const repository = repositoryOf({
      'docs/page.md': markdown,
      'docs/other.md': '# A title, with `code`!\n## Twice\n## Twice\n<a id="by-hand"></a>',
      'packages/a/README.md': '',
    })
    return texts(checkLinks(repository, readDocuments(repository)))
  }

  it.each([
    ['a file', '[a](other.md)'],
    ['a folder', '[a](../packages/a/)'],
    ['an anchor with punctuation', '[a](other.md#a-title-with-code)'],
    ['the second heading of one name', '[a](other.md#twice-1)'],
    ['an anchor by hand', '[a](other.md#by-hand)'],
    ['an anchor of its own', '# Here\n[a](#here)'],
    ['the web', '[a](https://example.org/nothing)'],
    ['a link that is only shown', '`[a](nowhere.md)`'],
  ])('accepts %s', (_what, markdown) => {
    expect(check(markdown)).toEqual([])
  })

  it.each([
    [
      'a file that is not there',
      '\n[a](nowhere.md)',
      'docs/page.md:2: links to "nowhere.md". There is no docs/nowhere.md.',
    ],
    ['an image that is not there', '![a](a.png)', 'There is no docs/a.png.'],
    ['a reference that is not there', '[a][1]\n\n[1]: gone.md', 'There is no docs/gone.md.'],
    ['a link in HTML', '<a href="gone.md">a</a>', 'There is no docs/gone.md.'],
    ['a heading that is not there', '[a](other.md#three-times)', 'has no such heading'],
    ['a heading of its own that is not there', '[a](#nowhere)', 'has no such heading'],
    ['a path from the root', '[a](/docs/other.md)', 'relative to this document'],
    ['a path out of the repository', '[a](../../secret.md)', 'outside the repository'],
  ])('refuses %s', (_what, markdown, message) => {
    expect(check(markdown)).toEqual([expect.stringContaining(message)])
  })
})

describe('TypeScript blocks', () => {
  const page = (markdown: string): Document[] => [readDocument('docs/page.md', markdown)]

  it('compiles them against the source of our packages', () => {
    const code =
      "import { isLedgerError } from '@evenkeel/ledger'\nexport const is: boolean = isLedgerError(1)"

    expect(checkSnippets(root, page(block('ts', code)))).toEqual({ compiled: 1, findings: [] })
  })

  it.each([
    [
      'a wrong type',
      "const a: number = 'text'",
      "docs/page.md:4: Type 'string' is not assignable to type 'number'.",
    ],
    ['a name that we do not export', "import { gone } from '@evenkeel/ledger'", "no exported member 'gone'"],
    [
      'what only the strictest flags refuse',
      'const a = [1]\nexport const b: number = a[0]',
      "'number | undefined'",
    ],
  ])('refuses %s', (_what, code, message) => {
    const { findings } = checkSnippets(root, page(`# Title\n\n${block('ts', code)}`))

    expect(texts(findings)).toEqual([expect.stringContaining(message)])
  })

  it('skips a sketch that says why, and refuses one that does not', () => {
    const markdown = block('ts no-check="a sketch"', 'what()') + block('ts no-check', 'what()')

    const { compiled, findings } = checkSnippets(root, page(markdown))

    expect(compiled).toBe(0)
    expect(texts(findings)).toEqual(['docs/page.md:4: no-check needs its reason: no-check="why".'])
  })

  it('compiles a block where it says that it stands', () => {
    const code = "import knex from 'knex'\nexport const db = knex({ client: 'pg' })"

    const { findings } = checkSnippets(root, page(block('ts in="examples/knex"', code) + block('ts', code)))

    expect(texts(findings)).toEqual([expect.stringMatching(/^docs\/page\.md:6: Cannot find module 'knex'/)])
  })

  it('does not let one block see the names of another', () => {
    const { findings } = checkSnippets(root, page(block('ts', 'const a = 1') + block('ts', 'const a = 2')))

    expect(findings).toEqual([])
  })

  it.each([
    [
      'accepts the output that the document shows',
      "console.log('1 ZAR')",
      block('output', '1 ZAR'),
      undefined,
    ],
    ['refuses another output', "console.log('2 ZAR')", block('output', '1 ZAR'), 'prints something else'],
    ['refuses a program that fails', "throw new Error('broke')", block('output', ''), 'broke'],
    ['refuses a block whose output is not shown', "console.log('1 ZAR')", '', 'no ```output block follows'],
  ])('%s', async (_fact, code, output, message) => {
    const document = readDocument('packages/workspace/page.md', block('ts run', code) + output)

    const { ran, findings } = await runSnippets(root, [document])

    expect(ran).toBe(1)
    expect(texts(findings)).toEqual(message === undefined ? [] : [expect.stringContaining(message)])
  })
})

describe('commands', () => {
  const repository = repositoryOf({
    'package.json': JSON.stringify({ name: 'evenkeel', scripts: { test: 'x', ci: 'x' } }),
    'packages/a/package.json': JSON.stringify({
      name: '@evenkeel/a',
      bin: { 'evenkeel-a': './cli.js' },
      scripts: { types: 'x' },
    }),
    'packages/a/src/main.ts': '',
  })
  const commands = { repository, manifests: readManifests(repository), installedPrograms: ['vitest'] }
  const check = (code: string, language = 'sh'): string[] =>
    texts(checkCommands([readDocument('docs/page.md', block(language, code))], commands))

  it.each([
    ['npm test && npm run ci -- lint'],
    ['EVENKEEL_POSTGRES=15 npm test # on 15'],
    ['npx vitest run'],
    ['npx -p @evenkeel/a evenkeel-a migrate'],
    ['npx -y evenkeel-a@1.2.3 plan'],
    ['node --conditions=x packages/a/src/main.ts'],
    ['git push && curl localhost'],
    ['npm install \\\n  @evenkeel/a'],
  ])('accepts %s', (code) => {
    expect(check(code)).toEqual([])
  })

  it.each([
    ['npm run gone', 'has a script "gone"'],
    ['git status && npm start', 'has a script "start"'],
    ['npm run types', 'has a script "types"'],
    ['npm tset', 'npm has no command "tset"'],
    ['npx gone', 'no program "gone"'],
    ['npx -p @evenkeel/a gone', 'no program "gone"'],
    ['node packages/a/src/gone.ts', 'no file packages/a/src/gone.ts'],
    ['./gone.sh', 'no file ./gone.sh'],
    ['evenkeel-gone migrate', 'no package of ours has a program'],
  ])('refuses %s', (code, message) => {
    expect(check(`git status\n${code}`)).toEqual([expect.stringMatching(/^docs\/page\.md:3: /)])
    expect(check(code)).toEqual([expect.stringContaining(message)])
  })

  it("accepts a package's own scripts in its own documents", () => {
    const document = readDocument('packages/a/README.md', block('sh', 'npm run types'))

    expect(checkCommands([document], commands)).toEqual([])
  })

  it('reads only what is typed at the prompts of a console block', () => {
    expect(check('$ npm test\nnpm run gone is what it printed', 'console')).toEqual([])
  })
})

describe('settings', () => {
  const check = (markdown: string): string[] => {
    const repository = repositoryOf({
      'packages/a/src/config.ts': 'env.EVENKEEL_PORT',
      'docs/page.md': markdown,
    })
    return texts(checkSettings(repository, readDocuments(repository)))
  }

  it('accepts those that the source names, and words in capitals that are none', () => {
    expect(check('`EVENKEEL_PORT`, `EVENKEEL_PORT=80`, `READ COMMITTED` and `SIGKILL`')).toEqual([])
  })

  it.each([
    ['in prose', '`EVENKEEL_PROT`'],
    ['with a value', '`EVENKEEL_PROT=80`'],
    ['before a command', block('sh', 'EVENKEEL_PROT=80 npm start')],
    ['exported', block('sh', 'export EVENKEEL_PROT=80')],
  ])('refuses an unknown one %s', (_where, markdown) => {
    expect(check(markdown)).toEqual([
      expect.stringContaining('names EVENKEEL_PROT, which nothing in the source reads'),
    ])
  })
})

describe('error codes', () => {
  const registries = [{ package: '@evenkeel/a', codes: { NotFoundError: ['a_gone', 'b_gone'] } }]
  const heading = '## `@evenkeel/a`\n\n### `NotFoundError`\n'
  const row = (code: string, remedy = 'Look.'): string => `| \`${code}\` | It is gone. | ${remedy} |\n`
  const check = (page: string): string[] => texts(checkErrorCodes(page, registries))

  it('accepts one row for each code', () => {
    expect(check(heading + row('a_gone') + row('b_gone'))).toEqual([])
  })

  it.each([
    ['a code without a row', heading + row('a_gone'), 'has 0 rows for "b_gone"'],
    [
      'two rows for one code',
      heading + row('a_gone') + row('b_gone') + row('b_gone'),
      'has 2 rows for "b_gone"',
    ],
    [
      'a row without a code',
      heading + row('a_gone') + row('b_gone') + row('c_gone'),
      '"c_gone" is no NotFoundError',
    ],
    ['a row without a remedy', heading + row('a_gone') + row('b_gone', ''), '"b_gone" does not say'],
  ])('refuses %s', (_what, page, message) => {
    expect(check(page)).toEqual([expect.stringContaining(message)])
  })

  it('refuses a row under the wrong family', () => {
    const page = `${heading + row('a_gone')}### \`RejectedError\`\n${row('b_gone')}`

    expect(check(page)).toEqual([
      expect.stringContaining('has 0 rows for "b_gone" under @evenkeel/a, NotFoundError'),
      expect.stringContaining('"b_gone" is no RejectedError'),
    ])
  })
})
