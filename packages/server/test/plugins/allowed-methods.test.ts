import { fc, test as property } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { allowedMethods } from '../../src/plugins/allowed-methods.ts'

const routes = [
  { method: 'POST', url: '/v1/users/:id' },
  { method: 'GET', url: '/v1/users/:id' },
  { method: 'GET', url: '/docs/*' },
]

it('knows the methods of a path with names in it, and of everything under a star', () => {
  const answers = ['/v1/users/7', '/docs/static/a.css', '/v1/users', '/v1/users/', '/docs'].map((path) =>
    allowedMethods(routes, path),
  )

  expect(answers).toEqual([['GET', 'POST'], ['GET'], [], [], []])
})

property.prop([fc.webPath()])('takes any path without failing, and finds a plain one', (path) => {
  const methods = allowedMethods([{ method: 'PUT', url: path.replaceAll(':', '').replaceAll('*', '') }], path)

  const isPlain = !path.includes(':') && !path.includes('*')
  if (isPlain) expect(methods).toEqual(['PUT'])
})
