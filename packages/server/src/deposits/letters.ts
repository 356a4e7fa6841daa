import type { Money } from '@evenkeel/ledger'
import { toDecimal } from '@evenkeel/ledger/money'
import type { Composer } from '../mails/deliver-mails.ts'

/** The mails about deposits. Everything in them is ours: no word that a stranger chose. */
export function depositLetters(): Readonly<Record<string, Composer>> {
  return {
    deposit_completed: (_trx, { facts }) => ({
      subject: `Your deposit of ${facts['amount']} has arrived`,
      text: `${facts['amount']} has arrived in your wallet and can be used.\n\nReference: ${facts['reference']}\n`,
    }),
    deposit_refunded: (_trx, { facts }) => ({
      subject: `${facts['amount']} of your deposit was refunded`,
      text: `${facts['amount']} of your deposit was refunded to where it came from, less a penalty of ${facts['penalty']}.\n\nReference: ${facts['reference']}\n`,
    }),
    deposit_charged_back: (_trx, { facts }) => ({
      subject: `Your bank took back ${facts['amount']}`,
      text: `The bank of the card took back ${facts['amount']} of your deposit, and your wallet was charged with it. What was spent already is owed. If you did not ask for this, tell the support.\n\nReference: ${facts['reference']}\n`,
    }),
  }
}

/** An amount in a line of text: `100.00 ZAR`. */
export function inWords(money: Money): string {
  return `${toDecimal(money)} ${money.currency}`
}
