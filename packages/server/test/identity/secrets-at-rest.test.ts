import { expect, it } from 'vitest'
import { enrolled, fromBase32 } from '../support/enrolled.ts'
import { openIdentity, password } from '../support/identity-app.ts'

it('keeps no password, token, seed or code: not in a table, a log line, a figure or the trail', async () => {
  const service = await openIdentity({ LOG_LEVEL: 'trace' })
  const { pool, metrics } = service
  const { user, tokens, recoveryCodes, newCode, seed } = await enrolled(service)
  const [recoveryCode = ''] = recoveryCodes
  const code = newCode()
  const again = await service.logIn(user, { code })
  const by = await service.logIn(user, { recovery_code: recoveryCode })
  const refreshed = await service.send('POST', '/v1/auth/refresh', {
    body: { refresh_token: by.refresh_token },
  })
  await service.send('POST', '/v1/auth/refresh', { body: { refresh_token: `${by.refresh_token}x` } })
  await service.send('GET', `/v1/me?access_token=${again.access_token}`, { token: `${again.access_token}x` })
  await service.send('POST', '/v1/auth/login', { body: { mail: user.mail, password: 'canary of a guess' } })
  await service.send('POST', '/v1/auth/password/forgot', { body: { mail: user.mail } })
  const mailToken = await service.tokenFromLetter(user.mail)
  const next = { current_password: password, new_password: 'canary of a new one' }
  await service.send('POST', '/v1/me/password', { token: again.access_token, body: next })

  const secrets = [
    password,
    'canary of a guess',
    'canary of a new one',
    seed,
    fromBase32(seed).toString('hex'),
    ...recoveryCodes,
    ...[tokens, again, by, refreshed.json()].flatMap(({ access_token, refresh_token }) => [
      access_token,
      refresh_token,
      bytesOf(refresh_token),
    ]),
    mailToken,
    bytesOf(mailToken),
  ]
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'wallet'::regnamespace AND relkind = 'r'",
  )
  const kept = [service.logged(), await metrics.read()]
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string | null }>(
      `SELECT string_agg(row_of::text, chr(10)) AS text FROM ${name} AS row_of`,
    )
    kept.push(rows[0]?.text ?? '')
  }

  expect(secrets.filter((secret) => kept.some((text) => text.includes(secret)))).toEqual([])
  expect(kept.join('')).toContain(user.id)
  expect(secrets.filter((secret) => secret.length < 15)).toEqual([])
})

/** The random bytes of a token, as PostgreSQL would show them. */
function bytesOf(token: string): string {
  return Buffer.from(token.slice(4), 'base64url').toString('hex')
}
