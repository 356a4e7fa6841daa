import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'
import type { LinkedBankAccount } from './bank-account.ts'

export interface Owner {
  readonly userId: string
  readonly tenantId: number
}

/** A linked account with its number still sealed. */
export interface SealedBankAccount extends LinkedBankAccount {
  readonly sealedNumber: Buffer
  readonly mark: Buffer
}

const columns = sql`
  bank_name AS "bankName", holder, last_four AS "lastFour", changed_at AS "changedAt",
  sealed_number AS "sealedNumber", number_mark AS mark
`

export async function findBankAccount(
  db: Db | Trx,
  { userId, tenantId }: Owner,
): Promise<SealedBankAccount | undefined> {
  const { rows } = await sql<SealedBankAccount>`
    SELECT ${columns}
    FROM   wallet.bank_account
    WHERE  user_id = ${userId}
    AND    tenant_id = ${tenantId}
    AND    removed_at IS NULL
  `.execute(db)
  return rows[0]
}

/**
 * Lets one transaction of a tenant link an account at a time, until it ends. Two that link one number at once would each
 * miss the other, and two users who swap their numbers would wait for each other's rows. Linking is rare and takes some
 * milliseconds.
 */
export async function lockLinking(trx: Trx, { tenantId }: Owner): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock(hashtextextended(${`bank_account ${tenantId}`}, 0))
  `.execute(trx)
}

/** Notes on the accounts of others that they share their number, and answers with whether there is one. */
export async function markShared(
  trx: Trx,
  { userId, tenantId }: Owner,
  { marks, now }: { marks: readonly Buffer[]; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.bank_account
    SET    shared_at = ${now}
    WHERE  tenant_id = ${tenantId}
    AND    number_mark = ANY (${[...marks]}::bytea[])
    AND    user_id <> ${userId}
  `.execute(trx)
  return numAffectedRows > 0n
}

export async function putBankAccount(
  trx: Trx,
  { userId, tenantId }: Owner,
  account: Omit<SealedBankAccount, 'changedAt'> & { isShared: boolean; now: Date },
): Promise<LinkedBankAccount> {
  const { bankName, holder, lastFour, sealedNumber, mark, isShared, now } = account
  const sharedAt = isShared ? now : null
  await sql`
    INSERT INTO wallet.bank_account (
      user_id, tenant_id, bank_name, holder, last_four, sealed_number, number_mark, changed_at, shared_at
    )
    VALUES (
      ${userId}, ${tenantId}, ${bankName}, ${holder}, ${lastFour}, ${sealedNumber}, ${mark}, ${now}, ${sharedAt}
    )
    ON CONFLICT (user_id) DO UPDATE
    SET    bank_name = excluded.bank_name,
           holder = excluded.holder,
           last_four = excluded.last_four,
           sealed_number = excluded.sealed_number,
           number_mark = excluded.number_mark,
           changed_at = excluded.changed_at,
           shared_at = excluded.shared_at,
           removed_at = NULL
  `.execute(trx)
  return { bankName, holder, lastFour, changedAt: now }
}

/** Forgets the number; that there was an account stays. The answer is no where there was none. */
export async function forgetBankAccount(trx: Trx, { userId, tenantId }: Owner, now: Date): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    UPDATE wallet.bank_account
    SET    sealed_number = NULL, number_mark = NULL, removed_at = ${now}
    WHERE  user_id = ${userId}
    AND    tenant_id = ${tenantId}
    AND    removed_at IS NULL
  `.execute(trx)
  return numAffectedRows === 1n
}

export interface SharedBankAccount extends LinkedBankAccount {
  readonly userId: string
  readonly sharedAt: Date
  readonly sharedWith: readonly string[]
}

/**
 * Accounts whose number several users have linked, the latest first; a hundred at most. Who shares with whom is read by
 * the marks alone, so between a new key and the end of `reseal` some names may be missing. That it is shared never is.
 */
export async function listSharedBankAccounts(db: Db, tenantId: number): Promise<SharedBankAccount[]> {
  const { rows } = await sql<SharedBankAccount>`
    SELECT   mine.user_id AS "userId", mine.bank_name AS "bankName", mine.holder, mine.last_four AS "lastFour",
             mine.changed_at AS "changedAt", mine.shared_at AS "sharedAt",
             array(
               SELECT   other.user_id::text
               FROM     wallet.bank_account AS other
               WHERE    other.tenant_id = mine.tenant_id
               AND      other.number_mark = mine.number_mark
               AND      other.user_id <> mine.user_id
               ORDER BY other.user_id
               LIMIT    100
             ) AS "sharedWith"
    FROM     wallet.bank_account AS mine
    WHERE    mine.tenant_id = ${tenantId}
    AND      mine.shared_at IS NOT NULL
    ORDER BY mine.shared_at DESC, mine.user_id
    LIMIT    100
  `.execute(db)
  return rows
}
