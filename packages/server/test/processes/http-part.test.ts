import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect, createServer } from 'node:net'
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
  open.app.get('/slow', { config: { access: 'public', limit: 'none' } }, async () => {
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
  expect(warnings(service)).toEqual([])
})

it('does not wait for a connection that asks for nothing', async () => {
  const service = await openApp({ EVENKEEL_STOP_TIMEOUT_MS: '5000' })
  const http = await startHttp(service.app, service)
  const { hostname, port } = new URL(http.url)
  const [silent, served] = [connect(Number(port), hostname), new Agent({ keepAlive: true })]
  await Promise.all([once(silent, 'connect'), getWith(served, `${http.url}/livez`)])
  const hungUp = once(silent.resume(), 'end')

  await http.stop()
  await hungUp
  served.destroy()

  expect(warnings(service)).toEqual([])
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
  expect(warnings(service)).toEqual([expect.stringContaining('cut off')])
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

function warnings(service: OpenApp): unknown[] {
  const lines = service.logged().filter(({ level }) => level === 'warn')
  return lines.map(({ msg }) => msg)
}

async function getWith(agent: Agent, url: string): Promise<void> {
  const [answer] = await once(get(url, { agent }), 'response')
  await once(answer.resume(), 'end')
}
