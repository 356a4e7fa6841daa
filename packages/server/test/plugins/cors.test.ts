import { expect, it } from 'vitest'
import { openApp } from '../support/open-app.ts'

const allowed = 'https://app.example.com'

async function preflight(origin: string): Promise<Record<string, unknown>> {
  const { app } = await openApp({ EVENKEEL_WEB_ORIGINS: `${allowed}, https://staff.example.com` })
  const answer = await app.inject({
    method: 'OPTIONS',
    url: '/v1/admin/audit',
    headers: { origin, 'access-control-request-method': 'GET' },
  })
  return answer.headers
}

it('lets pages of the listed origins call with their cookies, and asks once a day', async () => {
  expect(await preflight(allowed)).toMatchObject({
    'access-control-allow-origin': allowed,
    'access-control-allow-credentials': 'true',
    'access-control-max-age': '86400',
    vary: expect.stringContaining('Origin'),
  })
})

it.for([
  'https://app.example.com.evil.example',
  'https://evil-app.example.com',
  'http://app.example.com',
  'https://app.example.com:8443',
  'null',
])('lets pages of %s read nothing', async (origin) => {
  expect(await preflight(origin)).not.toHaveProperty('access-control-allow-origin')
})

it('shows pages the header fields that they have to read', async () => {
  const { app } = await openApp({ EVENKEEL_WEB_ORIGINS: allowed })

  const { headers } = await app.inject({ url: '/livez', headers: { origin: allowed } })

  expect(headers['access-control-allow-origin']).toBe(allowed)
  expect(headers['access-control-expose-headers']).toContain('x-request-id')
  expect(headers['access-control-expose-headers']).toContain('retry-after')
})

it('still says that nothing is where nothing is', async () => {
  const { app } = await openApp({ EVENKEEL_WEB_ORIGINS: allowed })

  const missing = await app.inject('/nothing')
  const plain = await openApp()
  const options = await plain.app.inject({ method: 'OPTIONS', url: '/livez', headers: { origin: allowed } })

  expect(missing.statusCode).toBe(404)
  expect(options.statusCode).toBe(405)
  expect(options.headers).not.toHaveProperty('access-control-allow-origin')
})
