import { useDatabase } from '@evenkeel/test-support'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { describeConfig } from '../../src/config/describe-config.ts'
import { openApp } from '../support/open-app.ts'
import { believing, person } from '../support/people.ts'
import { walletSchema } from '../support/wallet-schema.ts'

const { pool, url } = await useDatabase(walletSchema)

/** Each is put where such a secret comes from, and must be found nowhere else. */
const canaries = {
  token: 'canary-access-token',
  refreshToken: 'canary-refresh-token',
  password: 'canary-password',
  accountNumber: '62001234567890',
  totp: 'canary-totp',
  databasePassword: 'canary-database-password',
}

it('tells no secret, token or account number: not in a log, an answer, a figure, the trail or the settings', async () => {
  const admin = person({ roles: ['admin'] })
  const { app, logger, logged, metrics, config } = await openApp(
    { DATABASE_URL: `${url}?options=-c%20search_path%3Dpublic`, LOG_LEVEL: 'trace' },
    { identify: believing({ admin }) },
  )
  const body = z.strictObject({ account_number: z.string().regex(/^x/), password: z.string().min(99) })
  app.post('/v1/refuses', { config: { access: 'public' }, schema: { body } }, () => 'never')
  app.post('/v1/breaks', { config: { access: 'public', limit: 'none' } }, async (request) => {
    logger.info({ request: { body: request.body }, password: canaries.password }, 'careless')
    await pool.query('INSERT INTO wallet.password VALUES ($1, 1, $2, now())', [
      admin.userId,
      canaries.password,
    ])
  })
  const payload = {
    account_number: canaries.accountNumber,
    password: canaries.password,
    token: canaries.refreshToken,
    totp: canaries.totp,
  }
  const headers = {
    authorization: `Bearer ${canaries.token}`,
    cookie: `refresh=${canaries.refreshToken}`,
    'x-person': 'admin',
  }

  const answers = await Promise.all([
    app.inject({ method: 'POST', url: '/v1/refuses', payload, headers }),
    app.inject({ method: 'POST', url: '/v1/breaks', payload, headers }),
    app.inject({
      method: 'POST',
      url: `/v1/breaks?token=${canaries.token}`,
      payload: '{"password":',
      headers: { ...headers, 'content-type': 'application/json' },
    }),
    app.inject({ url: `/v1/admin/audit?token=${canaries.token}`, headers }),
    app.inject({ url: `/nothing?password=${canaries.password}`, headers }),
    app.inject({ url: '/v1/roles', headers }),
  ])
  const { rows } = await pool.query('SELECT record::text FROM wallet.audit_record AS record')
  const secretUrl = url.replace(/\/\/[^@/]*@/, `//wallet:${canaries.databasePassword}@`)
  const told = JSON.stringify([
    answers.map((answer) => [answer.headers, answer.body]),
    logged(),
    await metrics.read(),
    rows,
    describeConfig({ ...config, databaseUrl: secretUrl }),
  ])

  expect(Object.values(canaries).filter((canary) => told.includes(canary))).toEqual([])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 500, 400, 400, 404, 200])
  expect(logged().length).toBeGreaterThan(6)
})
