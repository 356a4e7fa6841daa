import { expect, it } from 'vitest'
import { cleanUpIdentity } from '../../src/identity/clean-up.ts'
import { startRepeating } from '../../src/processes/repeating-part.ts'
import { enrolled } from '../support/enrolled.ts'
import { openIdentity, password } from '../support/identity-app.ts'

it('says of every change that the service makes for whom it was, and for which request', async () => {
  const service = await openIdentity()
  const { pool, clock, database, logger } = service
  const { user, tokens, newCode } = await enrolled(service)
  const token = tokens.access_token
  const change = { current_password: password, new_password: 'a quiet harbour in the south' }
  const { id } = (await service.send('POST', '/v1/me/password', { token, body: change })).json().step_up
  await service.send('POST', `/v1/me/step-ups/${id}`, { token, body: { code: newCode() } })
  await service.send('POST', '/v1/me/password', { token, body: change, headers: { 'step-up': id } })
  await service.send('POST', '/v1/auth/password/forgot', { body: { mail: user.mail } })
  const code = await service.tokenFromLetter(user.mail)
  await service.send('POST', '/v1/auth/password/reset', { body: { token: code, password } })
  clock.advance(60 * 24 * 3_600_000)
  const { promise: cleaned, resolve } = Promise.withResolvers<void>()
  const cleanUp = startRepeating({
    name: 'clean-up',
    everyMs: 60_000,
    logger,
    work: async () => {
      await cleanUpIdentity({ db: database.db, clock })
      resolve()
      return 'done'
    },
  })
  await cleaned
  await cleanUp.stop()

  const { rows } = await pool.query<{ table: string; actor: string; named: boolean }>(
    `SELECT DISTINCT table_name AS "table", regexp_replace(actor, ':.*', '') AS actor, request_id IS NOT NULL AS named
     FROM wallet.audit_record
     WHERE database_role <> current_user
     ORDER BY 1, 2`,
  )

  expect(rows.filter(({ actor }) => actor === 'database')).toEqual([])
  expect(rows.filter(({ actor, named }) => (actor === 'job') === named)).toEqual([])
  expect([...new Set(rows.map(({ table }) => table))]).toEqual([
    'mail',
    'password',
    'password_reset',
    'recovery_code',
    'refresh_token',
    'registration',
    'session',
    'step_up',
    'totp',
    'user',
    'user_role',
  ])
})
