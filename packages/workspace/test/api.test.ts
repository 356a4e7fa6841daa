import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkApi } from '../src/api/check-api.ts'
import { root } from '../src/repository/root.ts'

const committed = await readFile(join(root, 'docs/reference/openapi.json'), 'utf8')

async function check(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-api-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'openapi.json')
  await writeFile(file, text)
  const { findings } = await checkApi(root, file)
  return findings.map(({ message }) => message)
}

it('accepts the description of the API that is committed', async () => {
  const { operations, findings } = await checkApi(root)

  expect(findings).toEqual([])
  expect(operations).toBeGreaterThan(20)
})

it.each([
  ['an operation without a name', '"operationId": "logIn",', '', 'operation-operationId'],
  ['two operations of one name', '"operationId": "refresh"', '"operationId": "logIn"', 'operationId-unique'],
  ['a reference to nothing', 'schemas/Liveness"', 'schemas/Nothing"', 'no-unresolved-refs'],
  ['a login of a kind that is not described', '"accessToken": []', '"magic": []', 'security-defined'],
])('finds %s', async (_, text, replacement, rule) => {
  expect(committed).toContain(text)

  const messages = await check(committed.replace(text, replacement))

  expect(messages).toContainEqual(expect.stringContaining(rule))
})

it('says what the linter said where that is no report', async () => {
  await expect(checkApi(root, join(root, 'no-such-file.json'))).rejects.toThrow()
})
