import { once } from 'node:events'
import { createServer } from 'node:net'
import { waitFor } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { startHttp } from '../../src/processes/http-part.ts'
import { type OpenApp, openApp } from '../support/open-app.ts'

/** The service with a route that answers when it is told to. */
async function withSlowRoute(
  environment: NodeJS.ProcessEnv = {},
): Promise<OpenApp & { entered: Promise<void>; finish: () => void }> {
  const open = await openApp(environment)
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>()
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  open.app.get('/slow', { config: { access: 'public' } }, async () => {
    enter()
    await finished
    return 'at last'
  })
  return { ...open, entered, finish }
}

const failed = (): string => 'failed'

it('lets a request under way finish, and takes no new one', async () => {
  const service = await withSlowRoute()
  const http = await startHttp(service.app, service)
  const slow = fetch(`${http.url}/slow`).then((answer) => answer.text(), failed)
  await service.entered

  const stopped = http.stop()
  await waitFor(async () => (await fetch(http.url).catch(failed)) === 'failed', { what: 'the port to close' })
  service.finish()
  await stopped

  expect(await slow).toBe('at last')
})

it('says that it is not ready before it refuses connections, and serves everybody meanwhile', async () => {
  const service = await openApp({ EVENKEEL_DRAIN_DELAY_MS: '1000' })
  const http = await startHttp(service.app, service)
  const stopped = http.stop()
  const [ready, alive] = [await fetch(`${http.url}/readyz`), await fetch(`${http.url}/livez`)]
  await stopped

  expect(await ready.json()).toMatchObject({ status: 503, errors: [{ code: 'stopping' }] })
  expect(alive.status).toBe(200)
})

it('cuts off what does not finish in time, and says so in the log', async () => {
  const service = await withSlowRoute({ EVENKEEL_STOP_TIMEOUT_MS: '100' })
  const http = await startHttp(service.app, service)
  const slow = fetch(`${http.url}/slow`).then((answer) => answer.text(), failed)
  await service.entered

  await http.stop()
  service.finish()

  expect(await slow).toBe('failed')
  expect(service.logged()).toContainEqual(
    expect.objectContaining({ level: 'warn', msg: expect.stringContaining('cut') }),
  )
})

it('says what to do when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const service = await openApp({ PORT: String(port) })

  const start = startHttp(service.app, service)

  await expect(start).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken by another program. Stop that, or choose another port: PORT=${port + 1} npm start`,
  )
})

it('names an address that people can type', async () => {
  const service = await openApp({ HOST: '0.0.0.0' })
  const http = await startHttp(service.app, service)

  const { status } = await fetch(`${http.url}/livez`)
  await http.stop()

  expect(http.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(status).toBe(200)
})
