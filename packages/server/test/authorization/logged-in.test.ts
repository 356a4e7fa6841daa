import type { LightMyRequestResponse } from 'fastify'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { rolePermissions } from '../../src/authorization/role-permissions.ts'
import { type Role, roles } from '../../src/contract/permissions.ts'
import { exampleOf, type OpenApi, type Operation, operationsOf, urlOf } from '../support/api.ts'
import { type Enrolled, enrolled } from '../support/enrolled.ts'
import { type IdentityApp, openIdentity, password, type Tokens } from '../support/identity-app.ts'

// What roles grant, and whose row it is, for people who have registered, got their roles in the database and logged in.

async function loggedInAs(service: IdentityApp, role: Role): Promise<Tokens> {
  const user = await service.newUser()
  await service.pool.query('DELETE FROM wallet.user_role WHERE user_id = $1', [user.id])
  await service.pool.query('INSERT INTO wallet.user_role (tenant_id, user_id, role) VALUES (1, $1, $2)', [
    user.id,
    role,
  ])
  return service.logIn(user)
}

function ask(
  service: IdentityApp,
  {
    operation,
    document,
    token,
    id,
  }: { operation: Operation; document: OpenApi; token?: string; id?: string },
): Promise<LightMyRequestResponse> {
  const values = exampleOf(operation, document)
  const path = id === undefined ? values.path : { ...values.path, id }
  return service.send(
    z.enum(['GET', 'POST', 'PUT', 'DELETE']).parse(operation.method),
    urlOf(operation.path, { ...values, path }),
    {
      headers: values.header,
      ...(token !== undefined && { token }),
      ...(values.body !== undefined && { body: values.body }),
    },
  )
}

it('grants whoever has logged in what their role grants, on every operation, and nothing else', async () => {
  const service = await openIdentity()
  const { document, operations } = await operationsOf(service.app)
  const guarded = operations.filter(({ security }) => security.length > 0)

  const wrong: string[] = []
  for (const role of roles) {
    const { access_token: token } = await loggedInAs(service, role)
    for (const operation of guarded) {
      const permission = operation['x-permission']
      const isGranted = permission === undefined || rolePermissions[role].some((held) => held === permission)
      const { statusCode, body } = await ask(service, { operation, document, token })
      const isBroken = statusCode >= 500 && !body.includes('"gateway_unavailable"')
      const isRefused = statusCode === 403 && body.includes('"not_allowed"')
      if (isRefused === isGranted || isBroken)
        wrong.push(`${role}: ${operation.method} ${operation.path}: ${body}`)
    }
  }

  expect(wrong).toEqual([])
  expect(guarded.length).toBeGreaterThan(10)
})

it('takes a role away, and gives one, with the next request', async () => {
  const service = await openIdentity()
  const user = await service.newUser()
  const readsTrail = async (token: string): Promise<number> =>
    (await service.send('GET', '/v1/admin/audit', { token })).statusCode
  const grant = "INSERT INTO wallet.user_role (tenant_id, user_id, role) VALUES (1, $1, 'admin')"
  const revoke = "DELETE FROM wallet.user_role WHERE user_id = $1 AND role = 'admin'"

  const before = await readsTrail((await service.logIn(user)).access_token)
  await service.pool.query(grant, [user.id])
  const admin = await service.logIn(user)
  const during = await readsTrail(admin.access_token)
  await service.pool.query(revoke, [user.id])
  const after = await readsTrail(admin.access_token)
  const { refresh_token } = admin
  const refreshed = await service.send('POST', '/v1/auth/refresh', { body: { refresh_token } })

  expect([before, during, after]).toEqual([403, 200, 401])
  expect(await readsTrail(refreshed.json().access_token)).toBe(403)
})

async function ownWithdrawal({ pool }: IdentityApp, { tokens }: Enrolled): Promise<string> {
  const { rows } = await pool.query(
    `INSERT INTO wallet.withdrawal (
       tenant_id, user_id, currency, amount, fee, status, flags, approvals_needed, hold_id, gateway, bank_name, holder,
       last_four, sealed_destination, destination_mark, search, client_ip, created_at
     )
     SELECT tenant_id, user_id, 'ZAR', 100, 1, 'requested', '{}', 1, gen_random_uuid(), 'revio', 'Bank', 'Holder', '1234',
            decode(repeat('00', 60), 'hex'), decode(repeat('00', 32), 'hex'), '', '127.0.0.1', now()
     FROM   wallet.session
     WHERE  id = $1
     RETURNING id`,
    [tokens.session_id],
  )
  return rows[0].id
}

/** How to come by the id of something of one's own, for each operation that takes one. A new one needs a row. */
const ofOnesOwn: Readonly<Record<string, (service: IdentityApp, owner: Enrolled) => Promise<string>>> = {
  'DELETE /v1/me/sessions/{id}': async (_service, { tokens }) => tokens.session_id,
  'POST /v1/me/step-ups/{id}': async (service, { tokens: { access_token: token } }) => {
    const body = { current_password: password, new_password: 'a quiet harbour in the south' }
    return (await service.send('POST', '/v1/me/password', { token, body })).json().step_up.id
  },
  'GET /v1/deposits/{id}': async ({ pool }, { tokens: { session_id: session } }) => {
    const { rows } = await pool.query(
      `INSERT INTO wallet.deposit (tenant_id, user_id, currency, amount, capture, gateway, created_at)
       SELECT tenant_id, user_id, 'ZAR', 100, 'automatic', 'revio', now() FROM wallet.session WHERE id = $1
       RETURNING id`,
      [session],
    )
    return rows[0].id
  },
  'GET /v1/withdrawals/{id}': ownWithdrawal,
  'POST /v1/withdrawals/{id}/cancel': ownWithdrawal,
  'GET /v1/transactions/{id}': async ({ pool }, { tokens: { session_id: session } }) => {
    const { rows } = await pool.query(
      `INSERT INTO wallet.transaction (
         id, tenant_id, user_id, type, fact, status, detail, name, reference, amount, currency, created_at
       )
       SELECT gen_random_uuid(), tenant_id, user_id, 'credit', 'deposit', 'pending', 'created', 'Deposit', 'd', 1, 'ZAR', now()
       FROM   wallet.session
       WHERE  id = $1
       RETURNING id`,
      [session],
    )
    return rows[0].id
  },
}

it('finds nothing of somebody else: the answer is that of an id that nobody has', async () => {
  const service = await openIdentity()
  const { document, operations } = await operationsOf(service.app)
  // What staff and providers ask for is nobody's own.
  const withId = operations.filter(
    ({ path }) => path.includes('{id}') && !/^\/v1\/(admin|webhooks)\//.test(path),
  )
  const other = await enrolled(service)
  const admin = await loggedInAs(service, 'admin')
  const said = async (operation: Operation, tokens: Tokens, id: string): Promise<object> => {
    const answer = await ask(service, { operation, document, token: tokens.access_token, id })
    const { request_id: _request, instance: _instance, ...rest } = z.looseObject({}).parse(answer.json())
    return rest
  }

  for (const operation of withId) {
    const owner = await enrolled(service)
    const id = await ofOnesOwn[`${operation.method} ${operation.path}`]?.(service, owner)
    expect(id, `a row in ofOnesOwn for ${operation.method} ${operation.path}`).toBeDefined()
    const nobodys = await said(operation, other.tokens, crypto.randomUUID())
    expect(nobodys).toMatchObject({ status: 404, code: 'not_found' })
    expect(await said(operation, other.tokens, String(id))).toEqual(nobodys)
    // Not even whoever grants roles learns whether it is there.
    expect(await said(operation, admin, String(id))).toEqual(
      await said(operation, admin, crypto.randomUUID()),
    )
    const token = owner.tokens.access_token
    expect((await ask(service, { operation, document, token, id: String(id) })).statusCode).not.toBe(404)
  }
  expect(withId).toHaveLength(Object.keys(ofOnesOwn).length)
})
