import { expect, it } from 'vitest'
import { openApp } from '../support/open-app.ts'

it('refuses to start with a route that nobody may or may not use', async () => {
  const { app } = await openApp()
  app.get('/forgotten', () => 'open')

  const start = app.ready()

  await expect(start).rejects.toThrow('Nobody knows who may use GET /forgotten, HEAD /forgotten.')
})

it('starts when every route says who may use it', async () => {
  const { app } = await openApp({ EVENKEEL_DOCS_PAGE: 'on' })
  app.get('/remembered', { config: { access: 'public' } }, () => 'open')

  await app.ready()

  expect((await app.inject('/remembered')).body).toBe('open')
})
