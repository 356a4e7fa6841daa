import { describe, expect, it } from 'vitest'
import { describeFinding } from '../src/repository/finding.ts'
import { readRepository } from '../src/repository/read-repository.ts'
import { type Repository, repositoryOf } from '../src/repository/repository.ts'
import { root } from '../src/repository/root.ts'
import { checkStoreys } from '../src/storeys/check-storeys.ts'
import type { House, PackagePlan } from '../src/storeys/house.ts'
import { theHouse } from '../src/storeys/the-house.ts'

const plan = (name: string, changes: Partial<PackagePlan> = {}): PackagePlan => ({
  name: `@evenkeel/${name}`,
  folder: `packages/${name}`,
  purpose: 'a plan for these tests',
  imports: [],
  testsImport: ['@evenkeel/test-support'],
  storeys: [
    { about: 'ground', rooms: ['errors'] },
    { about: 'nouns', rooms: ['accounts', 'journals'] },
    { about: 'door', rooms: ['index', 'demo'] },
  ],
  exceptions: [],
  ...changes,
})

const house: House = {
  examplesImport: ['@evenkeel/ledger'],
  packages: [
    plan('ledger'),
    plan('server', { imports: [{ name: '@evenkeel/ledger', because: 'the books' }] }),
    plan('test-support'),
    plan('workspace', { folders: ['bootstrap'] }),
  ],
}

const manifest = (name: string, rest: object = {}): string =>
  JSON.stringify({
    name: `@evenkeel/${name}`,
    exports: { '.': './src/index.ts', './money': './src/money.ts' },
    ...rest,
  })

const tree = (files: Record<string, string>): Repository =>
  repositoryOf({
    'package.json': JSON.stringify({ name: 'evenkeel', devDependencies: { vitest: '1.0.0' } }),
    'packages/ledger/package.json': manifest('ledger', {
      dependencies: { zod: '1.0.0' },
      devDependencies: { pg: '1.0.0', '@evenkeel/test-support': 'workspace:*' },
    }),
    'packages/server/package.json': manifest('server', {
      dependencies: { '@evenkeel/ledger': 'workspace:*' },
    }),
    'packages/test-support/package.json': manifest('test-support', { dependencies: { vitest: '1.0.0' } }),
    'packages/workspace/package.json': manifest('workspace'),
    'examples/first/package.json': JSON.stringify({
      name: 'first',
      dependencies: { '@evenkeel/ledger': 'workspace:*', shop: 'workspace:*' },
    }),
    'examples/shop/package.json': JSON.stringify({ name: 'shop', exports: { '.': './shop.ts' } }),
    ...files,
  })

const findingsIn = (files: Record<string, string>, of: House = house): string[] =>
  checkStoreys(tree(files), of).findings.map(describeFinding)

describe('the house as it stands', () => {
  it('has no import that goes up, sideways or through a wall', async () => {
    const { findings, imports } = checkStoreys(await readRepository(root), theHouse)

    expect(findings.map(describeFinding)).toEqual([])
    expect(imports).toBeGreaterThan(50)
  })
})

describe('the storey check', () => {
  it('is content with imports that go down, and with doors, tests and declared packages', () => {
    const findings = findingsIn({
      'packages/ledger/src/errors.ts': "import { z } from 'zod'",
      'packages/ledger/src/journals/journal-store.ts':
        "import { x } from '../errors.ts'\nimport fs from 'node:fs'",
      'packages/ledger/src/journals/post.ts': "import { x } from './journal-store.ts'",
      'packages/ledger/test/post.test.ts':
        "import { it } from 'vitest'\nimport pg from 'pg'\nimport '@evenkeel/test-support'\nimport '../src/journals/journal-store.ts'",
      'packages/server/src/index.ts': "export * from '@evenkeel/ledger/money'",
      'examples/first/main.ts': "import '@evenkeel/ledger'\nimport './amounts.ts'\nimport 'shop'",
    })

    expect(findings).toEqual([])
  })

  it.each([
    ['an import that goes up', 'packages/ledger/src/errors.ts', './index.ts', 'above "errors" on 0'],
    [
      'neighbours that import each other',
      'packages/ledger/src/journals/post.ts',
      '../accounts/open.ts',
      'share storey 1',
    ],
    [
      'a store imported from outside its folder',
      'packages/ledger/src/index.ts',
      './journals/journal-store.ts',
      'only from its own folder',
    ],
    [
      'source that reaches into tests',
      'packages/ledger/src/index.ts',
      '../test/fixture.ts',
      'do not reach test/',
    ],
    [
      'a path into another package',
      'packages/server/src/index.ts',
      '../../ledger/src/errors.ts',
      'leaves @evenkeel/server',
    ],
    [
      'a deep path across packages',
      'packages/server/src/index.ts',
      '@evenkeel/ledger/src/errors.ts',
      'exports ".", "./money"',
    ],
    [
      'the ledger importing the server',
      'packages/ledger/src/index.ts',
      '@evenkeel/server',
      'may not import it',
    ],
    ['test-support in source', 'packages/ledger/src/index.ts', '@evenkeel/test-support', 'may not import it'],
    [
      'test-support in a script',
      'packages/ledger/scripts/a.ts',
      '@evenkeel/test-support',
      'Only tests import',
    ],
    ['an import of workspace', 'packages/ledger/test/a.test.ts', '@evenkeel/workspace', 'may not import it'],
    [
      'a package that imports itself by name',
      'packages/ledger/src/index.ts',
      '@evenkeel/ledger',
      'import itself by name',
    ],
    [
      'a package of ours that does not exist',
      'packages/server/src/index.ts',
      '@evenkeel/bank',
      'no package @evenkeel/bank',
    ],
    ['a development dependency in source', 'packages/ledger/src/index.ts', 'pg', 'development dependency'],
    ['a package that nobody declared', 'packages/ledger/src/index.ts', 'lodash/fp', 'not declared'],
    [
      'a package in the bootstrap',
      'packages/workspace/bootstrap/a.mjs',
      'zod',
      'before anything is installed',
    ],
    [
      'an undeclared package of ours',
      'packages/server/test/a.test.ts',
      '@evenkeel/test-support',
      'not declared',
    ],
    [
      'an example that looks inside a package',
      'examples/first/main.ts',
      '../../packages/ledger/src/errors.ts',
      'stands alone',
    ],
    [
      'an example that uses private packages',
      'examples/first/main.ts',
      '@evenkeel/test-support',
      'a user can install',
    ],
  ])('refuses %s', (_what, file, specifier, message) => {
    const findings = findingsIn({ [file]: `\nimport '${specifier}'` })

    expect(findings).toContainEqual(expect.stringContaining(message))
    expect(findings.join('\n')).toContain(`${file}:2: imports "${specifier}"`)
  })

  it.each([
    ['import type', "import type { A } from './index.ts'"],
    ['a re-export', "export * from './index.ts'"],
    ['a dynamic import', "const late = await import('./index.ts')"],
    ['an import type node', "type A = import('./index.ts').A"],
    ['require', "const late = require('./index.ts')"],
    ['an import over several lines', "import {\n  a,\n  b,\n} from './index.ts'"],
  ])('sees %s', (_form, code) => {
    expect(findingsIn({ 'packages/ledger/src/errors.ts': code })).toEqual([
      expect.stringContaining('imports go down only'),
    ])
  })

  it('reads code, not comments or texts', () => {
    const code = "// import './index.ts'\nconst text = \"import './index.ts'\""

    expect(findingsIn({ 'packages/ledger/src/errors.ts': code })).toEqual([])
  })

  it.each([
    ['a room', 'packages/ledger/src/utils/left-pad.ts', 'Give "utils" a storey'],
    ['a file beside index.ts', 'packages/ledger/src/helpers.ts', 'Give "helpers" a storey'],
    ['a top-level folder of a package', 'packages/ledger/lib/a.ts', 'no such folder in the plan'],
    ['a package', 'packages/console/src/index.ts', 'no such package in the plan'],
  ])('refuses %s that the plan does not know', (_what, file, message) => {
    expect(findingsIn({ [file]: '' })).toEqual([expect.stringContaining(message)])
  })

  it('allows a listed exception, and refuses one that no import uses', () => {
    const excepting: House = {
      ...house,
      packages: [
        plan('ledger', { exceptions: [{ from: 'journals', to: 'accounts', because: 'a test says so' }] }),
      ],
    }
    const accounts = { 'packages/ledger/src/accounts/open.ts': '' }

    const used = findingsIn(
      { ...accounts, 'packages/ledger/src/journals/a.ts': "import '../accounts/open.ts'" },
      excepting,
    )
    const unused = findingsIn({ ...accounts, 'packages/ledger/src/journals/a.ts': '' }, excepting)

    expect(used.filter((finding) => finding.startsWith('packages/ledger'))).toEqual([])
    expect(unused).toContainEqual(
      expect.stringContaining('no import uses the exception "journals" to "accounts"'),
    )
  })

  it('keeps a package to the rooms that may import it', () => {
    const [ledger] = house.packages
    const onlyDemo = plan('server', {
      imports: [{ name: '@evenkeel/ledger', rooms: ['demo'], because: 'the demo shows it' }],
    })
    const restricted: House = { ...house, packages: ledger === undefined ? [] : [ledger, onlyDemo] }
    const code = "import '@evenkeel/ledger'"

    const fromDemo = findingsIn({ 'packages/server/src/demo.ts': code }, restricted)
    const fromIndex = findingsIn({ 'packages/server/src/index.ts': code }, restricted)

    expect(fromDemo.filter((finding) => finding.includes('imports'))).toEqual([])
    expect(fromIndex).toContainEqual(expect.stringContaining('Only "demo" may: the demo shows it.'))
  })
})
