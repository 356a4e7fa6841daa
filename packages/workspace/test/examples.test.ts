import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runExamples } from '../src/examples/run-examples.ts'
import { describeFinding } from '../src/repository/finding.ts'
import { readManifests } from '../src/repository/manifests.ts'
import { repositoryOf } from '../src/repository/repository.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-examples-'))
})
afterEach(() => rm(folder, { recursive: true }))

const fence = '```'
const readme = (output: string): string => `# Tea\n${fence}output\n${output}\n${fence}\n`

async function run(code: string, document: string, more: object = {}) {
  const files = {
    'examples/tea/package.json': JSON.stringify({
      name: 'tea',
      scripts: { start: 'node main.mjs' },
      ...more,
    }),
    'examples/tea/README.md': document,
    'examples/tea/main.mjs': code,
  }
  await mkdir(join(folder, 'examples/tea'), { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  const repository = repositoryOf(files)
  const { ran, findings } = await runExamples(folder, repository, readManifests(repository))
  return { ran, findings: findings.map(describeFinding) }
}

it('accepts an example that prints what its README says', async () => {
  expect(await run("console.log('tea')", readme('tea'))).toEqual({ ran: 1, findings: [] })
})

it.each([
  ['prints something else', "console.log('coffee')", readme('tea'), 'says:\ncoffee'],
  ['fails', "throw new Error('no water')", readme('tea'), 'no water'],
  ['promises nothing', "console.log('tea')", '# Tea', 'needs one'],
])('finds an example that %s', async (_what, code, document, message) => {
  const { findings } = await run(code, document)

  expect(findings).toEqual([expect.stringContaining(message)])
  expect(findings).toEqual([expect.stringMatching(/^examples\/tea\/README\.md/)])
})

it('runs nothing that examples only import', async () => {
  expect(await run('', '# Tea', { exports: { '.': './main.mjs' } })).toEqual({ ran: 0, findings: [] })
})
