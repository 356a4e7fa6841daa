import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { apiDoors } from '../src/docs/api-doors.ts'
import { apiIndex, apiPage, apiPageName } from '../src/docs/api-page.ts'
import { checkApi } from '../src/docs/check-api.ts'
import { type ApiDoor, readApi } from '../src/docs/read-api.ts'
import { readDocument } from '../src/docs/read-document.ts'
import { describeFinding } from '../src/repository/finding.ts'
import { repositoryOf } from '../src/repository/repository.ts'

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

/** Reads the API of a package of one file, or of the files given. */
async function apiOf(index: string, others: Readonly<Record<string, string>> = {}): Promise<ApiDoor[]> {
  const root = await mkdtemp(join(tmpdir(), 'evenkeel-api-'))
  folders.push(root)
  const texts = {
    'tsconfig.base.json':
      '{ "compilerOptions": { "strict": true, "module": "nodenext", "allowImportingTsExtensions": true } }',
    'packages/a/index.ts': index,
    ...others,
  }
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return readApi(root, [{ name: '@evenkeel/a', folder: 'packages/a', file: 'packages/a/index.ts' }])
}

const found = async (index: string, others?: Readonly<Record<string, string>>): Promise<string[]> =>
  checkApi(await apiOf(index, others)).map(describeFinding)

describe('public names', () => {
  it('are asked for a sentence where they are declared, through every re-export', async () => {
    const silent = 'export interface Silent { readonly a: string }'

    const findings = await found("export type { Silent } from './silent.ts'", {
      'packages/a/silent.ts': silent,
    })

    expect(findings).toEqual([
      'packages/a/silent.ts:1: "Silent" of @evenkeel/a is public and has no TSDoc sentence. Say what it is for.',
    ])
  })

  it.each([
    ['a function', 'export function f(): void {}'],
    ['a constant', 'export const f = 1'],
    ['a type', 'export type f = 1'],
    ['a class', 'export class f {}'],
    ['a name whose comment has tags only', '/** @deprecated */\nexport const f = 1'],
  ])('are asked for it: %s', async (_what, code) => {
    expect(await found(code)).toHaveLength(1)
  })

  it('are content with a sentence', async () => {
    expect(await found('/** Says what it is. */\nexport function f(): void {}')).toEqual([])
  })

  it('include the methods of a class, and not what is private in it', async () => {
    const code = '/** A class. */\nexport class C {\n  go(): void { this.#stop() }\n  #stop(): void {}\n}'

    expect(await found(code)).toEqual([expect.stringContaining('"C.go" of @evenkeel/a')])
  })

  it('fail aloud where a sub-path has no source', () => {
    const doors = [{ name: '@evenkeel/a', folder: 'packages/a', file: 'packages/a/nowhere.ts' }]

    expect(() => readApi(tmpdir(), doors)).toThrow()
  })
})

describe('a page of the API reference', () => {
  it('shows signatures without bodies, overloads without their implementation', async () => {
    const code = [
      '/** Twice. */',
      'export function twice(n: bigint): bigint',
      'export function twice(n: string): string',
      'export function twice(n: unknown): unknown { return secretWay(n) }',
      'declare function secretWay(n: unknown): unknown',
    ].join('\n')

    const [door] = await apiOf(code)

    expect(door?.exports[0]?.signature).toBe(
      'function twice(n: bigint): bigint\nfunction twice(n: string): string',
    )
  })

  it('has the sentence, and examples that are compiled where the package stands', async () => {
    const code =
      '/**\n * Adds. See {@link other}.\n *\n * @example\n * ```ts\n * add()\n * ```\n */\nexport function add(): void {}'
    const [door] = await apiOf(code)
    if (door === undefined) throw new Error('The package has a door.')

    const { blocks, anchors } = readDocument('page.md', apiPage(door))

    expect([...anchors]).toContain('add')
    expect(apiPage(door)).toContain('Adds. See `other`.')
    expect(blocks.map(({ info, code }) => ({ info, code }))).toEqual([
      { info: 'no-check="a signature"', code: 'function add(): void' },
      { info: 'in="packages/a"', code: 'add()' },
    ])
  })

  it('is listed in the index', async () => {
    const doors = await apiOf('/** One. */\nexport const one = 1')

    expect(doors.map(apiPageName)).toEqual(['a.md'])
    expect(apiIndex(doors)).toContain('| [`@evenkeel/a`](a.md) | 1 |')
  })
})

it('the documented sub-paths are those that the packages export', () => {
  const exports = {
    '.': { '@evenkeel/source': './src/index.ts' },
    './money': { '@evenkeel/source': './src/money/index.ts' },
    './package.json': './package.json',
  }
  const manifest = JSON.stringify({ name: '@evenkeel/ledger', exports })

  const doors = apiDoors(repositoryOf({ 'packages/ledger/package.json': manifest }), ['packages/ledger'])

  expect(doors).toEqual([
    { name: '@evenkeel/ledger', folder: 'packages/ledger', file: 'packages/ledger/src/index.ts' },
    { name: '@evenkeel/ledger/money', folder: 'packages/ledger', file: 'packages/ledger/src/money/index.ts' },
  ])
})
