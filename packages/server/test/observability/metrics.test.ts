import { readFileSync } from 'node:fs'
import { useDatabase, waitFor } from '@evenkeel/test-support'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { startMetrics } from '../../src/processes/metrics-part.ts'
import { openApp } from '../support/open-app.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { url } = await useDatabase(walletSchema)

it('counts requests under the address as declared, never as sent', async () => {
  const { app, metrics } = await openApp({ DATABASE_URL: url })
  const params = z.object({ id: z.string() })
  app.get('/things/:id', { config: { access: 'public' }, schema: { params } }, () => 'thing')

  for (const id of ['canary-1', 'canary-2']) await app.inject(`/things/${id}?token=canary-3`)
  await app.inject('/canary-4')
  await app.inject({ url: '/v1/roles', headers: { 'x-request-id': 'canary-5' } })
  const text = await metrics.read()

  expect(text).toContain('seconds_count{method="GET",route="/things/:id",status="200"} 2')
  expect(text).toContain('seconds_count{method="GET",route="nothing",status="404"} 1')
  expect(text).toContain('evenkeel_rejections_total{code="not_found"} 1')
  expect(text).toContain('evenkeel_rejections_total{code="not_logged_in"} 1')
  expect(text).not.toContain('canary')
})

it('shows the pool, the event loop and who was over a limit', async () => {
  const { app, metrics } = await openApp({ DATABASE_URL: url, EVENKEEL_DATABASE_POOL_SIZE: '3' })
  app.get('/login', { config: { access: 'public', limit: 'login' } }, () => 'in')

  for (let i = 0; i < 7; i += 1) await app.inject('/login')
  const text = await metrics.read()

  expect(text).toContain('evenkeel_rate_limited_total{policy="login"} 2')
  expect(text).toMatch(/^evenkeel_database_connections [123]$/m)
  expect(text).toMatch(/^evenkeel_database_waiting 0$/m)
  expect(text).toMatch(/^evenkeel_event_loop_delay_seconds [\d.e-]+$/m)
  expect(text).toMatch(/^evenkeel_memory_bytes \d{7,}$/m)
})

it('is served on a port of its own, and nothing else is there', async () => {
  const { app, metrics } = await openApp()
  const part = await startMetrics(metrics, { host: '127.0.0.1', port: 0 })
  onTestFinished(() => part.stop())

  const answer = await fetch(part.url)
  const elsewhere = await fetch(part.url.replace('/metrics', '/livez'))

  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(await answer.text()).toContain('# TYPE evenkeel_http_request_duration_seconds histogram')
  expect(elsewhere.status).toBe(404)
  expect((await app.inject('/metrics')).statusCode).toBe(404)
})

it('stops when it is told to, also while somebody keeps a connection open', async () => {
  const { metrics } = await openApp()
  const part = await startMetrics(metrics, { host: '127.0.0.1', port: 0 })
  await fetch(part.url)

  await part.stop()

  await waitFor(async () => (await fetch(part.url).catch(() => 'refused')) === 'refused')
})

it('has a rule for nothing that is not measured, and a line in the runbook for every rule', async () => {
  const { metrics } = await openApp()
  const page = (name: string): string =>
    readFileSync(new URL(`../../../../docs/operating/${name}`, import.meta.url), 'utf8')
  const rules = page('alerts.yaml')

  const measured = (await metrics.read()).match(/^# TYPE \S+/gm)?.map((line) => line.slice(7)) ?? []
  const used = [...rules.matchAll(/\bevenkeel_\w+/g)].map(([name]) =>
    name.replace(/_(count|sum|bucket)$/, ''),
  )
  const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
  const explained = [...page('runbook.md').matchAll(/^\| `(Wallet\w+)` \| .+ \| .+ \|$/gm)].map(
    ([, name]) => name,
  )

  expect(used.filter((name) => !measured.includes(name))).toEqual([])
  expect(alerts.length).toBeGreaterThan(5)
  expect(explained.sort()).toEqual(alerts.sort())
})
