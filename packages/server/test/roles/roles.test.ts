import { expect, it } from 'vitest'
import { RolesV1 } from '../../src/contract/roles-v1.ts'
import { RolesV2 } from '../../src/contract/roles-v2.ts'
import { openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'

const service = () => openApp({}, { identify: believing({ admin: person({ roles: ['admin'] }) }) })
const headers = { 'x-person': 'admin' }

it('goes on serving version 1 as it was, and tells with every answer when it ends and what to use', async () => {
  const { app } = await service()

  const answer = await app.inject({ url: '/v1/roles', headers })
  const refused = await app.inject('/v1/roles')

  expect(RolesV1.parse(answer.json()).roles.admin).toEqual([
    'user:read',
    'audit:read',
    'role:grant',
    'limit:set',
  ])
  for (const { headers: told } of [answer, refused]) {
    expect(told).toMatchObject({
      deprecation: '@1796083200',
      sunset: 'Wed, 01 Dec 2027 00:00:00 GMT',
      link: '</v2/roles>; rel="successor-version"',
    })
  }
})

it('serves version 2 under a contract of its own, and says nothing of an end', async () => {
  const { app } = await service()

  const answer = await app.inject({ url: '/v2/roles', headers })

  expect(RolesV2.parse(answer.json()).data.map(({ role, is_staff: isStaff }) => [role, isStaff])).toEqual([
    ['user', false],
    ['support', true],
    ['finance', true],
    ['admin', true],
  ])
  expect(answer.headers).not.toHaveProperty('deprecation')
  expect(answer.headers).not.toHaveProperty('sunset')
})

it('says in the description of the API which version is the old one', async () => {
  const { app } = await service()

  const { paths } = (await app.inject('/openapi.json')).json()

  expect(paths['/v1/roles'].get.deprecated).toBe(true)
  expect(paths['/v2/roles'].get.deprecated).toBeUndefined()
})

it('does not start with a version that would end too soon', async () => {
  const { app } = await service()
  const tooSoon = { since: new Date('2026-12-01'), sunset: new Date('2027-01-01'), successor: '/v2/x' }

  const add = () => app.get('/v1/x', { config: { access: 'public', deprecation: tooSoon } }, () => 'x')

  expect(add).toThrow('/v1/x would end less than 180 days after it was deprecated.')
})
