import { sql } from 'kysely'
import type { Role } from '../contract/permissions.ts'
import type { Trx } from '../database/transaction.ts'

/** Somebody, by an address in a tenant. */
export interface RoleHolder {
  readonly tenant: string
  readonly mail: string
}

/** Gives a role; answers whether it is new, or with nothing where nobody has the address. */
export async function giveRole(
  trx: Trx,
  { tenant, mail }: RoleHolder,
  role: Role,
): Promise<boolean | undefined> {
  const holder = await findHolder(trx, { tenant, mail })
  if (holder === undefined) return undefined
  const { rows } = await sql`
    INSERT INTO wallet.user_role (tenant_id, user_id, role)
    VALUES (${holder.tenantId}, ${holder.id}, ${role})
    ON CONFLICT ON CONSTRAINT user_role_pkey DO NOTHING
    RETURNING role
  `.execute(trx)
  return rows.length > 0
}

/** Takes a role away; answers whether it was held, or with nothing where nobody has the address. */
export async function takeRole(
  trx: Trx,
  { tenant, mail }: RoleHolder,
  role: Role,
): Promise<boolean | undefined> {
  const holder = await findHolder(trx, { tenant, mail })
  if (holder === undefined) return undefined
  const { rows } = await sql`
    DELETE FROM wallet.user_role
    WHERE  user_id = ${holder.id}
    AND    role = ${role}
    RETURNING role
  `.execute(trx)
  return rows.length > 0
}

async function findHolder(
  trx: Trx,
  { tenant, mail }: RoleHolder,
): Promise<{ id: string; tenantId: number } | undefined> {
  const { rows } = await sql<{ id: string; tenantId: number }>`
    SELECT "user".id, "user".tenant_id AS "tenantId"
    FROM   wallet.user
    JOIN   wallet.tenant ON tenant.id = "user".tenant_id
    WHERE  tenant.code = ${tenant}
    AND    "user".mail = ${mail}
  `.execute(trx)
  return rows[0]
}
