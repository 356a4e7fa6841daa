import { expect, it } from 'vitest'
import { type OpenApi, type Operation, operationsOf } from '../support/api.ts'
import { openApp } from '../support/open-app.ts'

/** What a description needs so that a person, or a generator of clients, can do without the source. */
function faultsOf(operation: Operation, document: OpenApi): string[] {
  const { operationId, summary, tags = [], security, parameters, responses, path } = operation
  const rules: [boolean, string][] = [
    [/^[a-z][A-Za-z0-9]+$/.test(operationId ?? ''), 'has an operationId in camel case'],
    [(summary ?? '').length > 5 && !/\.$/.test(summary ?? ''), 'has a summary that is no sentence'],
    [tags.length === 1, 'has one tag'],
    [tags.every((tag) => document.tags.some(({ name }) => name === tag)), 'has a tag that is declared'],
    [Object.keys(responses).some((status) => /^2/.test(status)), 'describes its success'],
    [security.length === 0 || '4XX' in responses || '401' in responses, 'describes its refusals'],
    [
      Object.values(responses).every(({ description }) => description.length > 3),
      'says what each answer means',
    ],
    [
      parameters.filter((parameter) => parameter.in === 'path').length === (path.match(/\{/g) ?? []).length,
      'describes each part of its path',
    ],
    [parameters.every(({ schema }) => Object.keys(schema).length > 0), 'gives each parameter a schema'],
  ]
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${operation.method} ${path}: ${rule}`)
}

it('describes every operation so that nobody has to read the source', async () => {
  const { app } = await openApp()
  const { document, operations } = await operationsOf(app)

  const ids = operations.map(({ operationId }) => operationId)

  expect(operations.flatMap((operation) => faultsOf(operation, document))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  expect(operations.length).toBeGreaterThan(4)
})

it('refers to nothing that is not there, and carries nothing that nobody refers to', async () => {
  const { app } = await openApp()
  const { document } = await operationsOf(app)

  const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  )

  expect([...new Set(referred)].sort()).toEqual(Object.keys(document.components.schemas).sort())
})
