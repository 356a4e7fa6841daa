import { sql } from 'kysely'
import type { Db, Trx } from '../database/transaction.ts'

/** Names the tenant that requests without a login belong to. */
export async function findTenantId(db: Db, code: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    SELECT id
    FROM   wallet.tenant
    WHERE  code = ${code}
  `.execute(db)
  const tenant = rows[0]
  if (tenant === undefined) {
    throw new Error(`There is no tenant "${code}". Run "evenkeel-server migrate", which adds it.`)
  }
  return tenant.id
}

export interface UserAddress {
  readonly id: string
  readonly tenantId: number
  readonly mail: string
  readonly name: string
}

/** The user with this address who may log in. */
export async function findActiveUser(
  db: Db | Trx,
  { tenantId, mail }: { tenantId: number; mail: string },
): Promise<UserAddress | undefined> {
  const { rows } = await sql<UserAddress>`
    SELECT id, tenant_id AS "tenantId", mail, name
    FROM   wallet.user
    WHERE  tenant_id = ${tenantId}
    AND    mail = ${mail}
    AND    status = 'active'
  `.execute(db)
  return rows[0]
}

/** Whether the address is taken, by whomever. */
export async function isMailTaken(
  trx: Trx,
  { tenantId, mail }: { tenantId: number; mail: string },
): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1
    FROM   wallet.user
    WHERE  tenant_id = ${tenantId}
    AND    mail = ${mail}
  `.execute(trx)
  return rows.length > 0
}

/** Adds a user who owns wallets, or nobody where the address is taken. */
export async function insertUser(
  trx: Trx,
  { tenantId, mail, name }: { tenantId: number; mail: string; name: string },
): Promise<UserAddress | undefined> {
  const { rows } = await sql<UserAddress>`
    INSERT INTO wallet.user (tenant_id, mail, name)
    VALUES (${tenantId}, ${mail}, ${name})
    ON CONFLICT ON CONSTRAINT user_mail_key DO NOTHING
    RETURNING id, tenant_id AS "tenantId", mail, name
  `.execute(trx)
  const user = rows[0]
  if (user !== undefined) {
    await sql`
      INSERT INTO wallet.user_role (tenant_id, user_id, role)
      VALUES (${user.tenantId}, ${user.id}, 'user')
    `.execute(trx)
  }
  return user
}

/** Ends every access token of a user at the next request. */
export async function raiseVersion(trx: Trx, userId: string): Promise<void> {
  await sql`
    UPDATE wallet.user
    SET    version = version + 1
    WHERE  id = ${userId}
  `.execute(trx)
}
