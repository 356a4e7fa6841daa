import { expect, it } from 'vitest'
import { describeFinding } from '../src/repository/finding.ts'
import { readRepository } from '../src/repository/read-repository.ts'
import { repositoryOf } from '../src/repository/repository.ts'
import { root } from '../src/repository/root.ts'
import { checkWorkflows } from '../src/workflows/check-workflows.ts'

const workflow = `name: CI
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: npm test
`

async function check(text: string): Promise<string[]> {
  const { findings } = await checkWorkflows(repositoryOf({ '.github/workflows/ci.yml': text }))
  return findings.map(describeFinding)
}

it('accepts the workflows of this repository', async () => {
  const { workflows, findings } = await checkWorkflows(await readRepository(root))

  expect(findings).toEqual([])
  expect(workflows).toBe(3)
})

it('accepts a workflow that asks for little and pins what it uses', async () => {
  expect(await check(workflow)).toEqual([])
})

it.each([
  ['a key that GitHub does not know', 'steps:', 'stepz:', 'unexpected key "stepz"'],
  [
    'an expression that means nothing',
    'npm test',
    `echo \${{ matrix.node }}`,
    'property "node" is not defined',
  ],
  ['YAML that cannot be read', 'on: push', 'on: [push', 'could not be read as YAML'],
  ['a mapping in the wrong place', 'on: push', 'on: push: main', 'could not be read as YAML'],
  ['an action pinned by a tag', '@08c6903cd8c0fde910a37f88322edcfb5dd907a8', '@v5', 'is not pinned'],
  ['a commit without its version', ' # v5.0.0', '', 'is not pinned'],
  ['rights to write for all jobs', 'contents: read', 'contents: write', 'does not begin with'],
  ['more rights beside it', 'contents: read', 'contents: read\n  id-token: write', 'does not begin with'],
  ['a job without a limit', '    timeout-minutes: 5\n', '', '1 jobs and 0 time limits'],
])('refuses %s', async (_what, good, bad, message) => {
  expect(await check(workflow.replace(good, bad))).toContainEqual(expect.stringContaining(message))
})
