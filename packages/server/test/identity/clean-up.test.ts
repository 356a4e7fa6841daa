import { expect, it } from 'vitest'
import { cleanUpIdentity } from '../../src/identity/clean-up.ts'
import { openIdentity } from '../support/identity-app.ts'

const day = 24 * 3_600_000

it('removes what has been over for a while, and leaves what goes on', async () => {
  const service = await openIdentity()
  const { pool, clock, database } = service
  const user = await service.newUser()
  const old = await service.logIn(user)
  await service.send('POST', '/v1/auth/logout', { body: { refresh_token: old.refresh_token } })
  clock.advance(20 * day)
  const recent = await service.logIn(user)
  await service.send('POST', '/v1/auth/logout', { body: { refresh_token: recent.refresh_token } })
  await service.logIn(user)
  clock.advance(11 * day)
  const live = await service.logIn(user)

  const removed = await cleanUpIdentity({ db: database.db, clock })
  const again = await cleanUpIdentity({ db: database.db, clock })

  expect(removed).toEqual({ sessions: 1, stepUps: 0, mailTokens: 1, mails: 1 })
  expect(again).toEqual({ sessions: 0, stepUps: 0, mailTokens: 0, mails: 0 })
  const { rows } = await pool.query('SELECT id FROM wallet.session ORDER BY created_at')
  expect(rows.map(({ id }) => id)).toContain(live.session_id)
  expect(rows).toHaveLength(3)
})
