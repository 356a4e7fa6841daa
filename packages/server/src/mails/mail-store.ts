import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'

export interface MailRequest {
  readonly tenantId: number
  /** Which mail; a composer of the same name knows its words. */
  readonly kind: string
  readonly recipient: string
  /** What the composer needs to know. Never a secret. */
  readonly facts?: Readonly<Record<string, string>>
}

/** A mail whose delivery has begun. */
export interface DueMail extends Required<MailRequest> {
  readonly id: string
  readonly attempts: number
}

/** Asks for a mail, in the transaction of what it tells. */
export async function requestMail(trx: Trx, mail: MailRequest, now: Date): Promise<void> {
  await sql`
    INSERT INTO wallet.mail (tenant_id, kind, recipient, facts, created_at, due_at)
    VALUES (${mail.tenantId}, ${mail.kind}, ${mail.recipient}, ${mail.facts ?? {}}, ${now}, ${now})
  `.execute(trx)
}

/**
 * Asks for a mail on the word of a stranger: at most five of a kind an hour, so that nobody's mailbox is flooded.
 *
 * One statement, the same for every address: neither its time nor its outcome tells whether anybody has that address.
 */
export async function requestMailForStranger(trx: Trx, mail: MailRequest, now: Date): Promise<void> {
  const anHourAgo = new Date(now.getTime() - 3_600_000)
  await sql`
    INSERT INTO wallet.mail (tenant_id, kind, recipient, facts, created_at, due_at)
    SELECT ${mail.tenantId}, ${mail.kind}, ${mail.recipient}, ${mail.facts ?? {}}, ${now}, ${now}
    WHERE  (
      SELECT count(*)
      FROM   wallet.mail
      WHERE  tenant_id = ${mail.tenantId}
      AND    recipient = ${mail.recipient}
      AND    kind = ${mail.kind}
      AND    created_at > ${anHourAgo}
    ) < 5
  `.execute(trx)
}

/**
 * Takes the mails that are due, at most so many, and nobody else's: rows that another process has locked are passed
 * over. Taking is counted and moves the next attempt away, so a process that dies with a mail gives it back by time.
 */
export async function takeDueMails(
  trx: Trx,
  { limit, now, retryAt }: { limit: number; now: Date; retryAt: readonly Date[] },
): Promise<DueMail[]> {
  const { rows } = await sql<DueMail>`
    WITH due AS (
      SELECT   id
      FROM     wallet.mail
      WHERE    outcome IS NULL
      AND      due_at <= ${now}
      ORDER BY due_at, id
      LIMIT    ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE wallet.mail AS mail
    SET    attempts = mail.attempts + 1,
           due_at = (${[...retryAt]}::timestamptz[])[least(mail.attempts + 1, ${retryAt.length})]
    FROM   due
    WHERE  mail.id = due.id
    RETURNING mail.id, mail.tenant_id AS "tenantId", mail.kind, mail.recipient, mail.facts, mail.attempts
  `.execute(trx)
  return rows
}

export type MailOutcome = 'sent' | 'needless' | 'failed'

export async function endMail(
  trx: Trx,
  { id, outcome, now }: { id: string; outcome: MailOutcome; now: Date },
): Promise<void> {
  await sql`
    UPDATE wallet.mail
    SET    outcome = ${outcome}, ended_at = ${now}, due_at = NULL
    WHERE  id = ${id}
    AND    outcome IS NULL
  `.execute(trx)
}

/** Removes mails that ended long ago: they hold addresses, and nobody needs them any more. */
export async function forgetMails(trx: Trx, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM wallet.mail
    WHERE  outcome IS NOT NULL
    AND    ended_at < ${before}
  `.execute(trx)
  return Number(numAffectedRows)
}
