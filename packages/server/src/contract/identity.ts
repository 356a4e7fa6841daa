import { z } from 'zod'
import { MailAddress, MailToken, Password, PersonName, RecoveryCode, TotpCode } from './fields.ts'

const Delivery = z
  .enum(['body', 'cookie'])
  .default('body')
  .describe(
    'where the refresh token goes: into the body, or for web pages into a cookie that no script can read',
  )

export const RegisterBody = z.strictObject({ mail: MailAddress, name: PersonName }).meta({ id: 'Register' })

export const ConfirmRegistrationBody = z
  .strictObject({ token: MailToken, password: Password })
  .meta({ id: 'ConfirmRegistration' })

export const LoginBody = z
  .strictObject({
    mail: MailAddress,
    password: Password,
    code: TotpCode.optional(),
    recovery_code: RecoveryCode.optional(),
    refresh_token_in: Delivery,
  })
  .refine(({ code, recovery_code }) => code === undefined || recovery_code === undefined, {
    error: 'Send a code or a recovery code, not both.',
    path: ['recovery_code'],
  })
  .meta({ id: 'Login', example: { mail: 'thandi@example.com', password: 'seven-lamps-on-the-quay' } })

const RefreshToken = z.string().min(1).max(100).meta({
  description: 'left out by web pages, which send it as a cookie',
  example: 'ekr_2pQ9fY1b7Zc4mXw8tRk6uVj3hNs5gLd0oEaBiCvDxWs',
})

export const RefreshBody = z.strictObject({ refresh_token: RefreshToken.optional() }).meta({ id: 'Refresh' })

export const ForgotPasswordBody = z.strictObject({ mail: MailAddress }).meta({ id: 'ForgotPassword' })

export const ResetPasswordBody = z
  .strictObject({ token: MailToken, password: Password })
  .meta({ id: 'ResetPassword' })

export const ChangePasswordBody = z
  .strictObject({ current_password: Password, new_password: Password })
  .meta({ id: 'ChangePassword' })

export const EnrolTotpBody = z.strictObject({ password: Password }).meta({ id: 'EnrolTotp' })

export const CodeBody = z.strictObject({ code: TotpCode }).meta({ id: 'Code' })

export const DisableTotpBody = z
  .strictObject({ password: Password, code: TotpCode.optional(), recovery_code: RecoveryCode.optional() })
  .refine(({ code, recovery_code }) => (code === undefined) !== (recovery_code === undefined), {
    error: 'Send either a code or a recovery code.',
    path: ['code'],
  })
  .meta({ id: 'DisableTotp', example: { password: 'seven-lamps-on-the-quay', code: '492039' } })

export const IdParams = z.object({ id: z.uuid() })

/** Names the approval of an act that needs one; see the problem `step_up_required`. */
export const StepUpHeaders = z.object({ 'step-up': z.uuid().optional() })

export const Accepted = z
  .object({ status: z.literal('accepted') })
  .meta({ id: 'Accepted', description: 'The same for every address, known or not' })

export const Tokens = z
  .object({
    access_token: z.string().describe('for the header Authorization: Bearer'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('seconds until the access token expires'),
    refresh_token: z.string().optional().describe('absent when it is in a cookie; good for one use'),
    refresh_expires_at: z.iso.datetime(),
    session_id: z.uuid(),
  })
  .meta({
    id: 'Tokens',
    description: 'What a login goes on with',
    example: {
      access_token: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl',
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: 'ekr_2pQ9fY1b7Zc4mXw8tRk6uVj3hNs5gLd0oEaBiCvDxWs',
      refresh_expires_at: '2026-11-28T12:00:00.000Z',
      session_id: '6f1c2a9e-5b1d-4c3e-8a47-0d2f5b9c7e31',
    },
  })

export const Me = z
  .object({
    id: z.uuid(),
    tenant: z.string(),
    mail: z.string(),
    name: z.string(),
    tier: z.enum(['standard', 'premium']),
    roles: z.array(z.string()),
    totp: z.boolean().describe('whether codes of an app protect the login'),
    password: z.object({
      can_change: z.boolean().describe('no where another system keeps it'),
      changed_at: z.iso.datetime().optional(),
    }),
  })
  .meta({
    id: 'Me',
    description: 'Whoever is logged in',
    example: {
      id: '0b7f6c1e-2d5a-4f7b-9f0e-3c8a1d4e6b92',
      tenant: 'default',
      mail: 'thandi@example.com',
      name: 'Thandi Nkosi',
      tier: 'standard',
      roles: ['user'],
      totp: false,
      password: { can_change: true, changed_at: '2026-11-21T12:00:00.000Z' },
    },
  })

export const NewUser = z
  .object({ id: z.uuid(), mail: z.string(), name: z.string() })
  .meta({ id: 'NewUser', description: 'The account that was made; log in with it' })

export const Sessions = z
  .object({
    data: z.array(
      z.object({
        id: z.uuid(),
        created_at: z.iso.datetime(),
        refreshed_at: z.iso.datetime(),
        ends_at: z.iso.datetime().describe('unless it is refreshed before'),
        client_ip: z.string(),
        user_agent: z.string(),
        is_current: z.boolean().describe('whether it is the one that asks'),
      }),
    ),
  })
  .meta({ id: 'Sessions', description: 'The logins that go on, the latest first; a hundred at most' })

export const TotpSeed = z
  .object({
    secret: z.string().describe('to type into the app'),
    uri: z.string().describe('the same to show as a QR code; otpauth://'),
  })
  .meta({
    id: 'TotpSeed',
    description: 'Shown once',
    example: {
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/evenkeel:thandi%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=evenkeel',
    },
  })

export const RecoveryCodes = z.object({ recovery_codes: z.array(z.string()) }).meta({
  id: 'RecoveryCodes',
  description: 'Shown once; each logs in once in place of a code',
  example: { recovery_codes: ['abcd-efgh-2345-wxyz'] },
})

export type RefreshBody = z.output<typeof RefreshBody>
export type Tokens = z.output<typeof Tokens>
