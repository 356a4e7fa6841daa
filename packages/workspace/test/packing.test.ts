import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkContents } from '../src/packing/check-contents.ts'
import { checkPacking } from '../src/packing/check-packing.ts'
import { installedTogether, publicPackages } from '../src/packing/public-packages.ts'
import { describeFinding } from '../src/repository/finding.ts'
import { readManifests } from '../src/repository/manifests.ts'
import { repositoryOf } from '../src/repository/repository.ts'

describe('a published package', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-published-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const manifest = {
    name: '@evenkeel/coin',
    version: '1.0.0',
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=22.18' },
    files: ['dist'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  }
  const good = {
    'packages/coin/package.json': JSON.stringify(manifest),
    'packages/coin/README.md': '# Coin',
    'packages/coin/LICENSE': 'Apache License',
    'packages/coin/dist/index.js': 'export const coin = 1n',
    'packages/coin/dist/index.d.ts': 'export declare const coin: bigint',
    'consumers/coin.ts':
      "import { coin } from '@evenkeel/coin'\nconst one: bigint = coin\nif (one !== 1n) throw new Error('no coin')",
  }

  async function check(changes: Record<string, string>): Promise<string[]> {
    const files: Record<string, string> = { ...good, ...changes }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    const manifests = readManifests(repositoryOf(files))
    return (await checkPacking(folder, manifests, join(folder, 'consumers'))).findings.map(describeFinding)
  }

  it('passes when it is whole', async () => {
    expect(await check({})).toEqual([])
  })

  it.each([
    [
      'code that imports what it does not declare',
      { 'packages/coin/dist/index.js': "export * from 'vitest'" },
      'import "@evenkeel/coin" failed',
    ],
    [
      'types that do not say what a user needs',
      { 'packages/coin/dist/index.d.ts': 'export declare const coin: string' },
      'the type check of a consumer failed',
    ],
    [
      'code that does something else',
      { 'packages/coin/dist/index.js': 'export const coin = 2n' },
      'the consumer failed',
    ],
    [
      'an entry that is not packed',
      { 'packages/coin/package.json': JSON.stringify({ ...manifest, exports: { '.': './lib/index.js' } }) },
      'publint:',
    ],
    [
      'a source condition that is left in',
      {
        'packages/coin/package.json': JSON.stringify({
          ...manifest,
          exports: { '.': { '@evenkeel/source': './src/index.ts', ...manifest.exports['.'] } },
        }),
      },
      'points at our source',
    ],
    ['a test among its files', { 'packages/coin/dist/coin.test.js': '' }, 'is a test'],
  ])('is refused for %s', async (_what, changes, message) => {
    expect(await check(changes)).toContainEqual(expect.stringContaining(message))
  })
})

describe('the contents of a tarball', () => {
  const whole = {
    'package.json': '{}',
    'README.md': '',
    LICENSE: '',
    'dist/index.js': '',
    'dist/index.d.ts': '',
  }
  const check = (files: Record<string, string>): string[] =>
    checkContents('packages/coin', new Map(Object.entries(files))).map(describeFinding)
  const dashes = '-'.repeat(5)

  it('are right when nothing is missing and nothing is too much', () => {
    expect(check(whole)).toEqual([])
  })

  it.each(Object.keys(whole))('are refused without %s', (path) => {
    const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== path))

    expect(check(rest)).toEqual([`packages/coin/${path}: is missing from the tarball.`])
  })

  it.each([
    ['a folder of tests', 'test/a.js', '', 'is a test'],
    ['a leftover', '.evenkeel/a.log', '', 'leftover'],
    ['settings', '.env.local', '', 'often holds secrets'],
    ['a key file', 'dist/server.pem', '', 'often holds secrets'],
    [
      'a private key',
      'dist/a.js',
      `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${'A'.repeat(64)}`,
      'a private key',
    ],
    ['a token', 'dist/a.js', `npm_${'a'.repeat(36)}`, 'an access token'],
    [
      'a password',
      'dist/a.js',
      ['postgres', '//app:hunter2hunter2@db.example.org/a'].join(':'),
      'a password',
    ],
  ])('are refused with %s', (_what, path, text, message) => {
    expect(check({ ...whole, [path]: text })).toContainEqual(expect.stringContaining(message))
  })
})

describe('the packages that are installed together', () => {
  const manifests = readManifests(
    repositoryOf({
      'packages/coin/package.json': JSON.stringify({ name: 'coin' }),
      'packages/local/package.json': JSON.stringify({ name: 'local' }),
      'packages/purse/package.json': JSON.stringify({
        name: 'purse',
        dependencies: { coin: 'workspace:*', zod: '4.0.0' },
        peerDependencies: { local: 'workspace:*' },
        peerDependenciesMeta: { local: { optional: true } },
      }),
      'packages/secret/package.json': JSON.stringify({ name: 'secret', private: true }),
    }),
  )
  const purse = manifests.find(({ name }) => name === 'purse')

  it.each([
    [false, ['purse', 'coin']],
    [true, ['purse', 'coin', 'local']],
  ])('are ours alone, with optional peers: %s', (withOptionalPeers, names) => {
    const together = purse === undefined ? [] : installedTogether(purse, manifests, { withOptionalPeers })

    expect(together.map(({ name }) => name)).toEqual(names)
  })

  it('are public', () => {
    expect(publicPackages(manifests).map(({ name }) => name)).toEqual(['coin', 'local', 'purse'])
  })
})
