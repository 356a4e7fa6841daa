import { sql } from 'kysely'
import type { Trx } from '../database/transaction.ts'
import { requestMail } from '../mails/mails.ts'
import type { Logger } from '../observability/logger.ts'

export interface Alert {
  readonly tenantId: number
  readonly userId: string
  /** For programs that read the log. */
  readonly event: string
  /** A sentence without its full stop. Ids and amounts; never an account. */
  readonly what: string
  readonly reference: string
}

/** Tells everybody of finance in the tenant by mail, and whoever watches the log. */
export async function alertStaff(
  { logger }: { logger: Logger },
  trx: Trx,
  { tenantId, userId, event, what, reference }: Alert,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ mail: string }>`
    SELECT   staff.mail
    FROM     wallet.user AS staff
    JOIN     wallet.user_role AS held ON held.user_id = staff.id AND held.tenant_id = staff.tenant_id
    WHERE    staff.tenant_id = ${tenantId}
    AND      staff.status = 'active'
    AND      held.role = 'finance'
    ORDER BY staff.id
  `.execute(trx)
  const facts = { what, owner: userId, reference }
  for (const { mail: recipient } of rows) {
    await requestMail(trx, { tenantId, kind: 'withdrawal_alert', recipient, facts }, now)
  }
  logger.error({ event, user: userId, reference }, what)
}
