import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { problemKinds } from '../../src/contract/problem-codes.ts'

it('documents every code with its status, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/reference/problems.md', import.meta.url), 'utf8')

  const rows = [...page.matchAll(/^\| `(\w+)` \| (4xx|\d{3}) \| .+ \| .+ \|$/gm)].map(([, code, status]) => [
    code,
    status,
  ])

  const kinds = Object.entries(problemKinds).map(([code, { status }]) => [
    code,
    code === 'request_refused' ? '4xx' : String(status),
  ])
  expect(rows.sort()).toEqual(kinds.sort())
})
