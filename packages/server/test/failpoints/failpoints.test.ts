import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withdrawalFailpoints } from '../../src/failpoints/failpoint.ts'

it('names in the reference what is found after a death at each failpoint of money out', () => {
  const page = readFileSync(new URL('../../../../docs/reference/faults.md', import.meta.url), 'utf8')

  const table = page.slice(page.indexOf('| failpoint |'))
  const named = [...table.matchAll(/^\| `([a-z-]+)`.*\|$/gm)].map(([, name]) => name)

  expect(named.slice(0, withdrawalFailpoints.length).toSorted()).toEqual(withdrawalFailpoints.toSorted())
})
