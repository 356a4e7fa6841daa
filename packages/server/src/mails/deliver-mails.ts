import type { Clock } from '@evenkeel/ledger'
import { type Db, inTransaction, type Trx } from '../database/transaction.ts'
import type { Logger } from '../observability/logger.ts'
import { type DueMail, endMail, type MailOutcome, takeDueMails } from './mail-store.ts'
import type { Letter, Mailer } from './mailer.ts'

/**
 * Writes one kind of mail. Tokens are made here, when a mail is about to leave, and not when it is asked for: so they
 * are stored nowhere, and their time begins when they can be used. Answers with nothing when nobody is to be told.
 */
export type Composer = (
  trx: Trx,
  mail: DueMail,
  now: Date,
) => Promise<Omit<Letter, 'to'> | undefined> | Omit<Letter, 'to'>

export interface Delivery {
  readonly db: Db
  readonly clock: Clock
  readonly logger: Logger
  readonly mailer: Mailer
  readonly composers: Readonly<Record<string, Composer>>
}

const minuteMs = 60_000
const batch = 20

/** What an attempt is given before the next one may begin: at once, after 1, 5 and 15 minutes, and then no more. */
const retryMinutes = [1, 5, 15, 15]

/** Delivers what is due, and answers with how many mails it took. Several processes may do so at once. */
export async function deliverMails(delivery: Delivery): Promise<number> {
  const now = delivery.clock.now()
  const retryAt = retryMinutes.map((minutes) => new Date(now.getTime() + minutes * minuteMs))
  const mails = await inTransaction(delivery.db, (trx) => takeDueMails(trx, { limit: batch, now, retryAt }))
  for (const mail of mails) {
    const outcome = await deliver(delivery, mail)
    if (outcome !== undefined) {
      await inTransaction(delivery.db, (trx) =>
        endMail(trx, { id: mail.id, outcome, now: delivery.clock.now() }),
      )
    }
  }
  return mails.length
}

async function deliver(
  { db, clock, logger, mailer, composers }: Delivery,
  mail: DueMail,
): Promise<MailOutcome | undefined> {
  const isLast = mail.attempts >= retryMinutes.length
  try {
    const compose = composers[mail.kind]
    if (compose === undefined) throw new Error(`Nobody composes mails of the kind "${mail.kind}".`)
    const letter = await inTransaction(db, async (trx) => compose(trx, mail, clock.now()))
    if (letter === undefined) return 'needless'
    await mailer.send({ to: mail.recipient, ...letter })
    return 'sent'
  } catch (error) {
    const fields = { mail: mail.id, kind: mail.kind, attempt: mail.attempts, err: error }
    if (isLast) logger.error(fields, 'a mail could not be delivered and is given up')
    else logger.warn(fields, 'a mail could not be delivered and is tried again')
    return isLast ? 'failed' : undefined
  }
}
