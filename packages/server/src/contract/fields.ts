import { z } from 'zod'
import { normalizeMail } from './mail-address.ts'

/** A mail address; what leaves is in the one form that compares. */
export const MailAddress = z
  .string()
  .max(320)
  .transform((text, context) => {
    const mail = normalizeMail(text)
    if (mail !== undefined) return mail
    context.addIssue({ code: 'custom', message: 'Write a mail address, such as thandi@example.com.' })
    return z.NEVER
  })
  .meta({ description: 'a mail address; upper and lower case are the same', example: 'thandi@example.com' })

/** What somebody is called: any script, no control characters, nothing that turns the text around it. */
export const PersonName = z
  .string()
  .max(1_000)
  .transform((text) => text.normalize('NFC').trim())
  .refine(
    (text) => text.length > 0 && [...text].length <= 255 && text.isWellFormed() && !invisible.test(text),
    'Write a name of 1 to 255 characters, without control characters.',
  )
  .meta({ description: 'a name, 1 to 255 characters', example: 'Thandi Nkosi' })

export const BankName = z
  .string()
  .max(1_000)
  .transform((text) => text.normalize('NFC').trim())
  .refine(
    (text) => text.length > 0 && [...text].length <= 255 && text.isWellFormed() && !invisible.test(text),
    'Write the name of the bank, 1 to 255 characters, without control characters.',
  )
  .meta({ description: 'the name of the bank, 1 to 255 characters', example: 'Harbour Bank' })

/**
 * Letters of every script with their marks, and spaces: people are called Zoë and 美玲. Banks compare without hyphens and
 * apostrophes, so there are none, and several spaces are one.
 */
export const HolderName = z
  .string()
  .max(1_000)
  .transform((text) => text.normalize('NFC').trim().replace(/ +/g, ' '))
  .refine(
    (text) => /^\p{L}[\p{L}\p{M} ]*$/u.test(text) && [...text].length <= 255,
    'Write the name of the holder with letters and spaces alone, 1 to 255 characters.',
  )
  .meta({ description: 'whose name the account is in: letters and spaces', example: 'Thandi Nkosi' })

/** Controls and line separators; the marks that reverse the direction of what follows. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** A password as it is given; the rules for a new one are the service's. */
export const Password = z
  .string()
  .min(1)
  .max(1_024)
  .meta({ description: 'a password; a new one has 12 to 128 characters', example: 'seven-lamps-on-the-quay' })

export const TotpCode = z
  .string()
  .regex(/^\d{6}$/, 'Send the six digits that the app shows.')
  .meta({ description: 'the six digits that the app shows', example: '492039' })

export const RecoveryCode = z
  .string()
  .regex(
    /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/,
    'Send a recovery code as it was shown, such as abcd-efgh-2345-wxyz.',
  )
  .meta({ description: 'one of the codes to keep on paper', example: 'abcd-efgh-2345-wxyz' })

export const MailToken = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'the code from the mail', example: 'ekm_l0Ym6c0mHZ7nq1sDgV3tq2yQv8yZc5o0b3WkT1uXa4E' })
