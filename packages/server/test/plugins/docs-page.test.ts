import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openApp } from '../support/open-app.ts'

it('serves the description of the API that is committed', async () => {
  const committed = readFileSync(new URL('../../../../docs/reference/openapi.json', import.meta.url), 'utf8')
  const { app } = await openApp()

  const answer = await app.inject('/openapi.json')

  expect(answer.json()).toEqual(JSON.parse(committed))
  expect(answer.json().openapi).toBe('3.1.0')
})

it('serves the page and all it needs from here, under a policy that allows nothing else', async () => {
  const { app } = await openApp({ EVENKEEL_DOCS_PAGE: 'on' })

  const page = await app.inject('/docs')
  const needed = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
  const parts = await Promise.all(needed.map((path) => app.inject(path)))

  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
  expect(needed.length).toBeGreaterThan(3)
  expect(parts.map(({ statusCode }) => statusCode)).toEqual(needed.map(() => 200))
  expect(page.body).not.toMatch(/https?:/)
})

it('has no page unless asked to', async () => {
  const { app } = await openApp()

  expect((await app.inject('/docs')).statusCode).toBe(404)
})

it('lets an answer of the API do nothing in a browser', async () => {
  const { app } = await openApp()

  const { headers } = await app.inject('/livez')

  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
})
