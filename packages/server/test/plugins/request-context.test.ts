import { fc, test as property } from '@fast-check/vitest'
import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { createLogger } from '../../src/observability/logger.ts'
import { requestId } from '../../src/plugins/request-id.ts'
import { RequestLog } from '../../src/plugins/request-log.ts'
import { openApp } from '../support/open-app.ts'

it('logs one line for a request, and tells the caller the same id and how long it took', async () => {
  const { app, logged } = await openApp()

  const answer = await app.inject({ url: '/openapi.json?a=b', headers: { 'x-request-id': 'order-7' } })

  expect(answer.headers['x-request-id']).toBe('order-7')
  expect(answer.headers['server-timing']).toMatch(/^total;dur=[\d.]+$/)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(logged()).toEqual([
    {
      level: 'info',
      time: expect.any(String),
      request_id: 'order-7',
      method: 'GET',
      route: '/openapi.json',
      path: '/openapi.json',
      status: 200,
      duration_ms: expect.any(Number),
      client_ip: '127.0.0.1',
      msg: 'request',
    },
  ])
})

it('believes a proxy about the client only when it was told to', async () => {
  const request = { url: '/openapi.json', headers: { 'x-forwarded-for': '198.51.100.7' } }
  const trusting = await openApp({ EVENKEEL_TRUSTED_PROXIES: '127.0.0.0/8' })
  const careful = await openApp()

  await trusting.app.inject(request)
  await careful.app.inject(request)

  expect(trusting.logged()[0]).toMatchObject({ client_ip: '198.51.100.7' })
  expect(careful.logged()[0]).toMatchObject({ client_ip: '127.0.0.1' })
})

it('logs what went well for a probe at debug only', async () => {
  const { app, logged } = await openApp()

  await app.inject('/livez')

  expect(logged()).toMatchObject([{ level: 'debug', route: '/livez' }])
})

it('warns of a request that took too long', async () => {
  const lines: string[] = []
  const loggerInstance = createLogger('info', { write: (line) => void lines.push(line) })
  const app = fastify({ loggerInstance, logController: new RequestLog({ slowMs: 0 }) })
  app.get('/', () => 'done')

  await app.inject('/')
  await app.close()

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', msg: 'slow request', status: 200 },
  ])
})

property.prop([fc.string({ unit: 'binary' })])(
  'never takes an id that could break a log line or a header',
  (given) => {
    const id = requestId({ headers: { 'x-request-id': given } })

    expect(id).toMatch(/^[\w.:-]{1,128}$/)
  },
)
