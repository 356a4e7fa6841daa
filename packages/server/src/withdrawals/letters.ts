import type { Money } from '@evenkeel/ledger'
import { toDecimal } from '@evenkeel/ledger/money'
import type { Composer } from '../mails/deliver-mails.ts'

/** The mails about withdrawals. They name no account: mails travel in the clear. */
export const withdrawalLetters: Readonly<Record<string, Composer>> = {
  withdrawal_requested: (_trx, { facts }) => ({
    subject: `You asked to withdraw ${facts['amount']}`,
    text: `${facts['amount']} will be paid to your bank account, and ${facts['fee']} is our fee. Both are held in your wallet until then.\n\nIf this was not you, cancel it, set a new password and tell the support.\n${reference(facts)}`,
  }),
  withdrawal_completed: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} was paid`,
    text: `${facts['amount']} was paid to your bank account.\n${reference(facts)}`,
  }),
  withdrawal_paid_late: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} was paid after all`,
    text: `Your bank paid ${facts['amount']} after it had said no, when the money was back in your wallet already. You owe this amount; our support will tell you how to settle it.\n${reference(facts)}`,
  }),
  withdrawal_returned: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} came back`,
    text: `Your bank sent ${facts['amount']} back. It is in your wallet again, and so is our fee. Look whether your bank account is linked correctly.\n${reference(facts)}`,
  }),
  withdrawal_failed: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} failed`,
    text: `${facts['amount']} could not be paid to your bank account: ${facts['reason']} It can be used again, and so can our fee.\n${reference(facts)}`,
  }),
  withdrawal_rejected: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} was not approved`,
    text: `${facts['amount']} was not approved: ${facts['reason']} It can be used again, and so can our fee.\n${reference(facts)}`,
  }),
  withdrawal_cancelled: (_trx, { facts }) => ({
    subject: `Your withdrawal of ${facts['amount']} was cancelled`,
    text: `Your withdrawal of ${facts['amount']} was cancelled: ${facts['reason']} It can be used again, and so can our fee.\n${reference(facts)}`,
  }),
  withdrawal_alert: (_trx, { facts }) => ({
    subject: `Look at a withdrawal: ${facts['what']}`,
    text: `${facts['what']}.\n\nOwner: ${facts['owner']}\nReference: ${facts['reference']}\n`,
  }),
}

function reference(facts: Readonly<Record<string, string>>): string {
  return `\nReference: ${facts['reference']}\n`
}

/** An amount in a line of text: `100.00 ZAR`. */
export function inWords(money: Money): string {
  return `${toDecimal(money)} ${money.currency}`
}
