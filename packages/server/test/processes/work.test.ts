import { freshDatabase, useDatabase, waitFor } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { startProgram } from '../support/program.ts'
import { useServiceRoles } from '../support/service-roles.ts'
import { testKeys } from '../support/test-keys.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { url, pool } = await useDatabase(walletSchema)
const environment = { ...testKeys, DATABASE_URL: url, EVENKEEL_UNSAFE_DATABASE: 'allow' }

it('does what was asked for while no worker ran, and ends in order', async () => {
  const data = { job: 'sweep-orphans', payload: {}, tenant: null, request: 'request-7', trace: null }
  await pool.query("INSERT INTO pgboss.job (name, data, heartbeat_seconds) VALUES ('low', $1, 30)", [
    JSON.stringify(data),
  ])

  const worker = startProgram('cli.ts', { args: ['work'], environment })
  await waitFor(
    async () => {
      const { rows } = await pool.query("SELECT 1 FROM pgboss.job WHERE name = 'low' AND state = 'completed'")
      return rows.length > 0
    },
    { what: 'the job to be done', within: 30_000 },
  )
  worker.child.kill('SIGTERM')

  expect(await worker.ended).toBe(0)
  expect(worker.output()).toMatch(
    /"job":"sweep-orphans".*"request_id":"request-7".*"duration_ms":\d+.*"msg":"job"/,
  )
})

it('needs no right to make anything: it may write the rows of the queues, and that is enough', async () => {
  const { application } = await useServiceRoles()
  await pool.query('DELETE FROM pgboss.job')
  const data = { job: 'sweep-orphans', payload: {}, tenant: null, request: null, trace: null }
  await pool.query("INSERT INTO pgboss.job (name, data, heartbeat_seconds) VALUES ('low', $1, 30)", [
    JSON.stringify(data),
  ])

  const worker = startProgram('work.ts', { environment: { ...environment, DATABASE_URL: application.url } })
  await waitFor(
    async () => {
      const { rows } = await pool.query("SELECT 1 FROM pgboss.job WHERE name = 'low' AND state = 'completed'")
      return rows.length > 0
    },
    { what: 'the job to be done', within: 30_000 },
  )
  worker.child.kill('SIGTERM')

  expect(await worker.ended).toBe(0)
  expect(worker.output()).not.toContain('permission denied')
})

it('refuses a database without queues, and makes none', async () => {
  const bare = await freshDatabase()

  const worker = startProgram('work.ts', { environment: { ...environment, DATABASE_URL: bare.url } })

  expect(await worker.ended).toBe(5)
  expect(worker.output()).toContain('Schema pgboss lacks its queues.')
  const { rows } = await bare.pool.query("SELECT to_regnamespace('pgboss') AS schema")
  expect(rows).toEqual([{ schema: null }])
})
