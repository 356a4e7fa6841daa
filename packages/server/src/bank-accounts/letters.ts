import type { Composer } from '../mails/deliver-mails.ts'

const wasItYou =
  ' If this was not you, remove it, set a new password and tell the support: no money has gone there yet.\n'

/** The mails about bank accounts. They name neither bank nor number: mails travel in the clear. */
export const bankAccountLetters: Readonly<Record<string, Composer>> = {
  bank_account_changed: () => ({
    subject: 'Your bank account was changed',
    text: `Another bank account was linked to your wallet. For some time, no withdrawal goes there.${wasItYou}`,
  }),
  bank_account_removed: () => ({
    subject: 'Your bank account was removed',
    text: 'No bank account is linked to your wallet any more. If this was not you, set a new password at once and tell the support.\n',
  }),
}
