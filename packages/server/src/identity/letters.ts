import type { Composer } from '../mails/deliver-mails.ts'
import { after, type Lifetimes } from './lifetimes.ts'
import { insertPasswordReset, insertRegistration } from './mail-token-store.ts'
import { hashOfToken, newOpaqueToken } from './opaque-token.ts'
import { findActiveUser, isMailTaken } from './user-store.ts'

/**
 * The mails of identity. Nothing that a stranger typed stands in a mail to an address that is not known to be theirs:
 * a name can hold an advertisement.
 */
export function identityLetters({
  appUrl,
  lifetimes: { mailTokenMs },
}: {
  appUrl: string | undefined
  lifetimes: Lifetimes
}): Readonly<Record<string, Composer>> {
  const enter = (page: string, token: string): string =>
    appUrl === undefined
      ? `Enter this code:\n\n    ${token}`
      : // Behind a #, because browsers do not send that part to any server, whose log would keep it.
        `Open this page:\n\n    ${appUrl.replace(/\/$/, '')}/${page}#${token}`

  return {
    async registration(trx, { tenantId, recipient, facts }, now) {
      if (await isMailTaken(trx, { tenantId, mail: recipient })) {
        return {
          subject: 'You have an account already',
          text: 'Somebody, probably you, asked for an account with this address. It has one: log in, or set a new password if you have forgotten it. If it was not you, there is nothing to do.\n',
        }
      }
      const { token, hash } = newMailToken()
      const expiresAt = after(now, mailTokenMs)
      const name = String(facts['name'])
      await insertRegistration(trx, { tenantId, mail: recipient, name, hash, now, expiresAt })
      return {
        subject: 'Confirm your address',
        text: `Somebody, probably you, asked for an account with this address. To make it, choose a password within 15 minutes. ${enter('confirm', token)}\n\nIf it was not you, there is nothing to do.\n`,
      }
    },

    async password_reset(trx, { tenantId, recipient }, now) {
      const user = await findActiveUser(trx, { tenantId, mail: recipient })
      if (user === undefined) return undefined
      const { token, hash } = newMailToken()
      const expiresAt = after(now, mailTokenMs)
      await insertPasswordReset(trx, { userId: user.id, tenantId, hash, now, expiresAt })
      return {
        subject: 'Set a new password',
        text: `Somebody, probably you, asked to set a new password. Do so within 15 minutes. ${enter('reset', token)}\n\nIf it was not you, there is nothing to do: your password stays.\n`,
      }
    },

    password_changed: () => ({
      subject: 'Your password was changed',
      text: `Your password was changed, and other logins were ended.${wasItYou}`,
    }),
    refresh_token_reused: () => ({
      subject: 'We have ended one of your logins',
      text: `A login of yours was continued from two places at once, which happens when somebody copies it. We have ended it. Log in again.${wasItYou}`,
    }),
    totp_enrolled: () => ({
      subject: 'Codes from an app now protect your account',
      text: `From now on, logging in needs a code from your app, and other logins were ended. Keep the recovery codes on paper.${wasItYou}`,
    }),
    totp_disabled: () => ({
      subject: 'Codes from an app no longer protect your account',
      text: `The second factor of your account was taken away, and other logins were ended.${wasItYou}`,
    }),
    recovery_code_used: () => ({
      subject: 'A recovery code was used',
      text: `Somebody, probably you, logged in with one of your recovery codes.${wasItYou}`,
    }),
  }
}

const wasItYou = ' If this was not you, set a new password at once and tell the support.\n'

function newMailToken(): { token: string; hash: Buffer } {
  const token = newOpaqueToken('ekm_')
  const hash = hashOfToken(token, 'ekm_')
  if (hash === undefined) throw new Error('A token of our own making has a form that we do not take.')
  return { token, hash }
}
