import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  Accepted,
  ConfirmRegistrationBody,
  ForgotPasswordBody,
  LoginBody,
  NewUser,
  RefreshBody,
  RegisterBody,
  ResetPasswordBody,
  Tokens,
} from '../contract/identity.ts'
import { emptyResponse, jsonResponse, problemResponse } from '../contract/response.ts'
import type { App } from '../plugins/instance.ts'
import { ProblemError } from '../plugins/problem-of.ts'
import type { AccessClaims } from './access-tokens.ts'
import { clientOf } from './client.ts'
import { type LoggedIn, logIn } from './log-in.ts'
import type { IdentityParts } from './parts.ts'
import { forgotPassword, resetPassword } from './password-reset.ts'
import { refresh } from './refresh.ts'
import { clearRefreshCookie, demandWebOrigin, refreshCookieOf, setRefreshCookie } from './refresh-cookie.ts'
import { confirmRegistration, register } from './registration.ts'
import { shownFactor } from './second-factor.ts'
import { logOut } from './sessions.ts'

export interface AuthRoutesOptions {
  readonly parts: IdentityParts
  readonly webOrigins: readonly string[]
}

/** The routes to an account and into it, for whoever is not logged in. */
export async function authRoutes(app: App, { parts, webOrigins }: AuthRoutesOptions): Promise<void> {
  const config = { access: 'public' } as const
  const tags = ['auth']
  const badRequest = problemResponse('The request is not as described')
  const refused = problemResponse('Refused; `code` says why and `detail` what to do')
  const busy = problemResponse('Too many people log in at once; try again')

  function answer(
    reply: FastifyReply,
    { user, refreshToken, refreshTokenExpiresAt }: LoggedIn,
    isCookie: boolean,
  ): Tokens {
    const seconds = Math.floor(parts.clock.now().getTime() / 1000)
    const expiresIn = parts.lifetimes.accessTokenMs / 1000
    const claims: AccessClaims = {
      sub: user.userId,
      sid: user.sessionId,
      tid: user.tenant,
      ver: user.version,
      iat: seconds,
      exp: seconds + expiresIn,
    }
    if (isCookie) setRefreshCookie(reply, refreshToken, refreshTokenExpiresAt)
    return {
      access_token: app.jwt.sign(claims),
      token_type: 'Bearer',
      expires_in: expiresIn,
      ...(!isCookie && { refresh_token: refreshToken }),
      refresh_expires_at: refreshTokenExpiresAt.toISOString(),
      session_id: user.sessionId,
    }
  }

  /** A token in the body is from a program; otherwise it is in the cookie of a page of ours. */
  function tokenOf(request: FastifyRequest, body: RefreshBody): { token: string; isCookie: boolean } {
    if (body.refresh_token !== undefined) return { token: body.refresh_token, isCookie: false }
    const token = refreshCookieOf(request, webOrigins)
    if (token !== undefined) return { token, isCookie: true }
    throw new ProblemError(
      'refresh_token_refused',
      'Send one: as refresh_token in the body, or as the cookie.',
    )
  }

  app.post(
    '/auth/register',
    {
      config: { ...config, limit: 'mails' },
      schema: {
        tags,
        operationId: 'register',
        summary: 'Ask for an account',
        description:
          'A mail follows, with a code to choose a password with. The answer is the same for an address that has an account.',
        body: RegisterBody,
        response: { 202: jsonResponse('A mail follows', Accepted), 400: badRequest },
      },
    },
    async (request, reply) => {
      await register(parts, request.body)
      return reply.code(202).send({ status: 'accepted' })
    },
  )

  app.post(
    '/auth/register/confirm',
    {
      config,
      schema: {
        tags,
        operationId: 'confirmRegistration',
        summary: 'Make the account, with the code from the mail',
        body: ConfirmRegistrationBody,
        response: {
          201: jsonResponse('It is made', NewUser),
          400: badRequest,
          422: refused,
          503: busy,
        },
      },
    },
    async (request, reply) => {
      const { id, mail, name } = await confirmRegistration(parts, request.body)
      return reply.code(201).send({ id, mail, name })
    },
  )

  app.post(
    '/auth/login',
    {
      config: { ...config, limit: 'login' },
      schema: {
        tags,
        operationId: 'logIn',
        summary: 'Log in',
        description:
          'Whoever has a second factor is asked for it (`second_factor_required`) and logs in again with `code`.',
        body: LoginBody,
        response: {
          200: jsonResponse('Logged in', Tokens),
          400: badRequest,
          401: refused,
          403: refused,
          429: refused,
          503: busy,
        },
      },
    },
    async (request, reply) => {
      const { mail, password, refresh_token_in: delivery } = request.body
      const isCookie = delivery === 'cookie'
      if (isCookie) demandWebOrigin(request, webOrigins)
      const shown = shownFactor(request.body)
      const loggedIn = await logIn(parts, {
        mail,
        password,
        ...clientOf(request),
        ...(shown !== undefined && { shown }),
      })
      return answer(reply, loggedIn, isCookie)
    },
  )

  app.post(
    '/auth/refresh',
    {
      config,
      schema: {
        tags,
        operationId: 'refresh',
        summary: 'Go on with a login',
        description:
          'Uses the refresh token and gives the next. Whoever lost the reply may ask again within ten seconds; a later second use ends the login.',
        body: RefreshBody,
        response: {
          200: jsonResponse('The next tokens', Tokens),
          400: badRequest,
          401: refused,
          403: refused,
        },
      },
    },
    async (request, reply) => {
      const { token, isCookie } = tokenOf(request, request.body)
      return answer(reply, await refresh(parts, token), isCookie)
    },
  )

  app.post(
    '/auth/logout',
    {
      config,
      schema: {
        tags,
        operationId: 'logOut',
        summary: 'End a login',
        description: 'At once, on every route. No error for a login that has ended already.',
        body: RefreshBody,
        response: { 204: emptyResponse('It has ended'), 400: badRequest, 401: refused, 403: refused },
      },
    },
    async (request, reply) => {
      const { token, isCookie } = tokenOf(request, request.body)
      await logOut(parts, token)
      if (isCookie) clearRefreshCookie(reply)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/auth/password/forgot',
    {
      config: { ...config, limit: 'mails' },
      schema: {
        tags,
        operationId: 'forgotPassword',
        summary: 'Ask for a mail to set a new password with',
        description: 'The answer is the same for an address that nobody has.',
        body: ForgotPasswordBody,
        response: {
          202: jsonResponse('A mail follows, if somebody has the address', Accepted),
          400: badRequest,
        },
      },
    },
    async (request, reply) => {
      await forgotPassword(parts, request.body.mail)
      return reply.code(202).send({ status: 'accepted' })
    },
  )

  app.post(
    '/auth/password/reset',
    {
      config,
      schema: {
        tags,
        operationId: 'resetPassword',
        summary: 'Set a new password, with the code from the mail',
        description: 'Ends every login of the user. The second factor stays.',
        body: ResetPasswordBody,
        response: { 204: emptyResponse('It is set'), 400: badRequest, 422: refused, 503: busy },
      },
    },
    async (request, reply) => {
      await resetPassword(parts, request.body)
      return reply.code(204).send(null)
    },
  )
}
