import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lintPromises } from '../src/promises/lint-promises.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-promises-'))
})
afterEach(() => rm(folder, { recursive: true }))

const client = `declare const client: { query(sql: string): Promise<number> }
declare function later(act: () => void): void
`

async function lint(code: string): Promise<{ files: number; lines: (number | undefined)[] }> {
  const project = join(folder, 'tsconfig.json')
  await writeFile(
    project,
    JSON.stringify({ compilerOptions: { strict: true, lib: ['es2024'] }, include: ['.'] }),
  )
  await writeFile(join(folder, 'code.ts'), `${client}${code}\nexport {}`)
  const { files, findings } = await lintPromises(folder, ['**/*.ts'], project)
  return { files, lines: findings.map(({ line }) => line) }
}

it.each([
  ['a query that nobody awaits', "client.query('COMMIT')"],
  ['a forgotten await in a function', "export async function post() { client.query('COMMIT') }"],
  ['a chain without an end', "client.query('COMMIT').then(() => {})"],
  ['a promise taken for an answer', "if (client.query('SELECT true')) later(() => {})"],
  ['an async function where nobody waits', "later(async () => { await client.query('COMMIT') })"],
])('finds %s', async (_what, code) => {
  expect(await lint(code)).toEqual({ files: 1, lines: [3] })
})

it.each([
  ['awaited', "await client.query('COMMIT')"],
  ['handled', "client.query('COMMIT').catch(() => {})"],
  ['let go on purpose', "void client.query('COMMIT')"],
])('accepts a promise that is %s', async (_what, code) => {
  expect(await lint(code)).toEqual({ files: 1, lines: [] })
})
