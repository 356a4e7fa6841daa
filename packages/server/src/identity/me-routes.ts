import {
  ChangePasswordBody,
  CodeBody,
  DisableTotpBody,
  EnrolTotpBody,
  IdParams,
  Me,
  RecoveryCodes,
  Sessions,
  StepUpHeaders,
  TotpSeed,
} from '../contract/identity.ts'
import { emptyResponse, jsonResponse, problemResponse } from '../contract/response.ts'
import type { App } from '../plugins/instance.ts'
import { principalOf } from '../plugins/principal.ts'
import { changePassword } from './change-password.ts'
import type { IdentityParts } from './parts.ts'
import { refuseVerdict, shownFactor } from './second-factor.ts'
import { listSessions } from './session-store.ts'
import { endOtherSessions, endSession } from './sessions.ts'
import { approveStepUp } from './step-up.ts'
import { confirmTotp, disableTotp, enrolTotp } from './totp.ts'
import { isTotpConfirmed } from './totp-store.ts'

/** The routes of whoever is logged in, about themselves. */
export async function meRoutes(app: App, { parts }: { parts: IdentityParts }): Promise<void> {
  const config = { access: 'user' } as const
  const tags = ['me']
  const badRequest = problemResponse('The request is not as described')
  const refused = problemResponse('Refused; `code` says why and `detail` what to do')
  const unauthenticated = { 401: refused, 403: refused }

  app.get(
    '/me',
    {
      config,
      schema: {
        tags,
        operationId: 'getMe',
        summary: 'Who is logged in',
        response: { 200: jsonResponse('The user', Me), ...unauthenticated },
      },
    },
    async (request) => {
      const { userId: id, tenant, mail, name, tier, roles } = principalOf(request)
      const { canChange, changedAt } = await parts.backEnd.passwordInfo(id)
      return {
        id,
        tenant,
        mail,
        name,
        tier,
        roles: [...roles],
        totp: await isTotpConfirmed(parts.db, id),
        password: {
          can_change: canChange,
          ...(changedAt !== undefined && { changed_at: changedAt.toISOString() }),
        },
      }
    },
  )

  app.get(
    '/me/sessions',
    {
      config,
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'The logins that go on',
        response: { 200: jsonResponse('The logins', Sessions), ...unauthenticated },
      },
    },
    async (request) => {
      const { userId, sessionId } = principalOf(request)
      const sessions = await listSessions(parts.db, { userId, now: parts.clock.now() })
      return {
        data: sessions.map(({ id, createdAt, refreshedAt, endsAt, clientIp, userAgent }) => ({
          id,
          created_at: createdAt.toISOString(),
          refreshed_at: refreshedAt.toISOString(),
          ends_at: endsAt.toISOString(),
          client_ip: clientIp,
          user_agent: userAgent,
          is_current: id === sessionId,
        })),
      }
    },
  )

  app.delete(
    '/me/sessions',
    {
      config,
      schema: {
        tags,
        operationId: 'endOtherSessions',
        summary: 'End every login but this one',
        response: { 204: emptyResponse('They have ended'), ...unauthenticated },
      },
    },
    async (request, reply) => {
      await endOtherSessions(parts, principalOf(request))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/me/sessions/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'End one login',
        params: IdParams,
        response: {
          204: emptyResponse('It has ended'),
          400: badRequest,
          404: problemResponse('You have no such login'),
          ...unauthenticated,
        },
      },
    },
    async (request, reply) => {
      await endSession(parts, principalOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/me/password',
    {
      config,
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change the password',
        description:
          'Ends every other login; this one goes on with its refresh token. With a second factor the change has to be approved: `step_up_required`.',
        headers: StepUpHeaders,
        body: ChangePasswordBody,
        response: {
          204: emptyResponse('It is changed'),
          400: badRequest,
          422: refused,
          503: refused,
          ...unauthenticated,
        },
      },
    },
    async (request, reply) => {
      const { current_password: current, new_password: next } = request.body
      const stepUpId = request.headers['step-up']
      await changePassword(parts, principalOf(request), { current, next, stepUpId })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/me/totp/enrol',
    {
      config,
      schema: {
        tags,
        operationId: 'enrolTotp',
        summary: 'Begin with codes from an app',
        description:
          'Put the seed into the app and send a code of it to `confirm`. Until then it protects nothing.',
        body: EnrolTotpBody,
        response: {
          200: jsonResponse('The seed', TotpSeed),
          400: badRequest,
          409: refused,
          503: refused,
          ...unauthenticated,
        },
      },
    },
    (request) => enrolTotp(parts, principalOf(request), request.body.password),
  )

  app.post(
    '/me/totp/confirm',
    {
      config,
      schema: {
        tags,
        operationId: 'confirmTotp',
        summary: 'Show that the app works',
        description: 'From now on the login asks for a code. Ends every other login.',
        body: CodeBody,
        response: {
          200: jsonResponse('The codes for whoever loses the app', RecoveryCodes),
          400: badRequest,
          409: refused,
          429: refused,
          ...unauthenticated,
        },
      },
    },
    async (request) => ({
      recovery_codes: [...(await confirmTotp(parts, principalOf(request), request.body.code))],
    }),
  )

  app.post(
    '/me/totp/disable',
    {
      config,
      schema: {
        tags,
        operationId: 'disableTotp',
        summary: 'End with codes from an app',
        description: 'Needs the password, and a code or a recovery code. Ends every other login.',
        body: DisableTotpBody,
        response: {
          204: emptyResponse('It is ended'),
          400: badRequest,
          409: refused,
          429: refused,
          503: refused,
          ...unauthenticated,
        },
      },
    },
    async (request, reply) => {
      const shown = shownFactor(request.body)
      if (shown === undefined) return refuseVerdict('wrong')
      await disableTotp(parts, principalOf(request), { password: request.body.password, shown })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/me/step-ups/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'approveStepUp',
        summary: 'Approve an act with a code from the app',
        description: 'Then ask for the act again, unchanged, with the header `Step-Up`.',
        params: IdParams,
        body: CodeBody,
        response: {
          204: emptyResponse('It is approved'),
          400: badRequest,
          404: problemResponse('No approval of that id waits for a code'),
          409: refused,
          429: refused,
          ...unauthenticated,
        },
      },
    },
    async (request, reply) => {
      await approveStepUp(parts, principalOf(request), { id: request.params.id, code: request.body.code })
      return reply.code(204).send(null)
    },
  )
}
