import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceBlock } from '../src/generate/generated-block.ts'
import { runGenerators } from '../src/generate/run-generators.ts'
import { describeFinding } from '../src/repository/finding.ts'
import { drawHouse } from '../src/storeys/draw-house.ts'
import { theHouse } from '../src/storeys/the-house.ts'

describe('generators', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evenkeel-generate-'))
    await writeFile(
      join(folder, 'numbers.mjs'),
      `import { existsSync, readFileSync, writeFileSync } from 'node:fs'
const now = existsSync('numbers.txt') ? readFileSync('numbers.txt', 'utf8') : ''
if (!process.argv.includes('--check')) writeFileSync('numbers.txt', '1 2 3')
else if (now !== '1 2 3') { console.error('numbers.txt is stale'); process.exit(1) }`,
    )
  })
  afterEach(() => rm(folder, { recursive: true }))

  const run = async (mode: 'write' | 'check', changes: object = {}): Promise<string[]> => {
    const numbers = { name: 'numbers', script: 'numbers.mjs', files: ['numbers.txt'], ...changes }
    return (await runGenerators(folder, [numbers], mode)).map(describeFinding)
  }

  it('find their files fresh right after they have written them', async () => {
    expect(await run('write')).toEqual([])
    expect(await run('check')).toEqual([])
  })

  it('find a file stale that was changed by hand', async () => {
    await run('write')
    await writeFile(join(folder, 'numbers.txt'), '1 2 4')

    expect(await run('check')).toEqual([expect.stringContaining('numbers.txt is stale')])
  })

  it('fail when the program is gone, or writes another file than it says', async () => {
    expect(await run('check', { script: 'gone.mjs' })).toEqual([
      expect.stringContaining('gone.mjs: does not exist'),
    ])
    expect(await run('write', { files: ['letters.txt'] })).toEqual([
      expect.stringContaining('letters.txt: does not exist'),
    ])
  })
})

describe('the drawing of the house', () => {
  it('shows every room of every package', () => {
    const drawing = drawHouse(theHouse)
    const rooms = theHouse.packages.flatMap(({ storeys }) => storeys.flatMap(({ rooms }) => rooms))

    expect(rooms.filter((room) => !drawing.includes(`\`${room}\``))).toEqual([])
    expect(rooms.length).toBeGreaterThan(60)
  })

  it('replaces what stands between its markers and nothing else', () => {
    const page = 'above\n<!-- a:begin -->\nold\n<!-- a:end -->\nbelow'

    expect(replaceBlock(page, 'a', 'new')).toBe('above\n<!-- a:begin -->\nnew\n<!-- a:end -->\nbelow')
  })

  it.each(['no markers', '<!-- a:begin -->', '<!-- a:end --><!-- a:begin -->'])(
    'refuses a page with %s',
    (page) => {
      expect(() => replaceBlock(page, 'a', 'new')).toThrow('Put both where the block belongs.')
    },
  )
})
