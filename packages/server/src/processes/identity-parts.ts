import { bankAccountLetters } from '../bank-accounts/letters.ts'
import type { Dependencies } from '../dependencies.ts'
import { depositLetters } from '../deposits/letters.ts'
import { cleanUpIdentity } from '../identity/clean-up.ts'
import { identityLetters } from '../identity/letters.ts'
import { deliverMails } from '../mails/deliver-mails.ts'
import { forgetKeys } from '../plugins/idempotency.ts'
import { withdrawalLetters } from '../withdrawals/withdrawals.ts'
import { startRepeating } from './repeating-part.ts'
import type { Part } from './run-parts.ts'

const second = 1_000
const day = 24 * 3_600 * second

/** What identity does beside requests: mails leave within a second or so, and once a day what is over is removed. */
export function startIdentityParts({
  config,
  logger,
  clock,
  database: { db },
  identity: { lifetimes },
  mailer,
}: Dependencies): Part[] {
  const cleanUp = startRepeating({
    name: 'clean-up',
    everyMs: day,
    logger,
    async work() {
      const { sessions, stepUps, mailTokens, mails } = await cleanUpIdentity({ db, clock })
      const requestKeys = await forgetKeys(db, new Date(clock.now().getTime() - 7 * day))
      logger.info(
        { sessions, step_ups: stepUps, mail_tokens: mailTokens, mails, request_keys: requestKeys },
        'removed what is over',
      )
      return 'done'
    },
  })
  if (mailer === undefined) {
    logger.warn('no mail leaves, so nobody can register: set EVENKEEL_SMTP_URL')
    return [cleanUp]
  }
  const delivery = {
    db,
    clock,
    logger,
    mailer,
    composers: {
      ...identityLetters({ appUrl: config.appUrl, lifetimes }),
      ...bankAccountLetters,
      ...depositLetters(),
      ...withdrawalLetters,
    },
  }
  const mails = startRepeating({
    name: 'mails',
    everyMs: second,
    logger,
    work: async () => ((await deliverMails(delivery)) > 0 ? 'more' : 'done'),
  })
  return [cleanUp, mails]
}
