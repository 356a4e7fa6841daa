import * as z from 'zod'
import type { SqlClient } from './migration-pool.ts'
import { lockKey } from './migration-sql.ts'

/** A session that holds what we wait for. What it runs is left out: a query can hold secrets. */
export interface Holder {
  readonly pid: number
  readonly role: string | null
  readonly application: string | null
  /** `null` when our role may not see it. */
  readonly state: string | null
  readonly transactionSeconds: number | null
}

/** Who stands in the way of the session `pid`, seen from another connection while it waits. */
export function blockersOf(connection: SqlClient, pid: number): Promise<Holder[]> {
  return holders(connection, `SELECT unnest(pg_blocking_pids(${pid}))`)
}

/** Who is migrating the schema: the holder of its advisory lock. */
export function runnersOf(connection: SqlClient, schema: string): Promise<Holder[]> {
  return holders(
    connection,
    `
  SELECT pid
  FROM pg_locks
  WHERE locktype = 'advisory'
    AND granted
    AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = ((${lockKey(schema)} >> 32) & 4294967295)::oid
    AND objid = (${lockKey(schema)} & 4294967295)::oid`,
  )
}

/** Who builds an index of the table, or vacuums it: both hold this lock to the end. */
export function buildersOf(connection: SqlClient, table: string): Promise<Holder[]> {
  return holders(
    connection,
    `
  SELECT pid
  FROM pg_locks
  WHERE relation = to_regclass('${table}')
    AND mode = 'ShareUpdateExclusiveLock'
    AND granted`,
  )
}

/** For people: `process 812 (role app, application "billing", idle in transaction for 40 s)`. */
export function describeHolders(found: readonly Holder[]): string {
  return found.map(describeHolder).join(' and ') || 'somebody who could not be seen'
}

function describeHolder(holder: Holder): string {
  if (holder.pid === 0) return 'a prepared transaction (see pg_prepared_xacts)'
  const facts = [
    holder.role && `role ${holder.role}`,
    holder.application && `application "${holder.application}"`,
    holder.state,
    holder.transactionSeconds !== null && `in a transaction for ${holder.transactionSeconds} s`,
  ].filter(Boolean)
  return `process ${holder.pid} (${facts.join(', ')})`
}

async function holders(connection: SqlClient, pids: string): Promise<Holder[]> {
  const { rows } = await connection.query(`
WITH holder (pid) AS (${pids})
SELECT holder.pid::text,
       usename::text AS role,
       application_name AS application,
       state,
       extract(epoch FROM clock_timestamp() - xact_start)::integer::text AS "transactionSeconds"
FROM holder
LEFT JOIN pg_stat_activity USING (pid)
ORDER BY holder.pid`)
  return z.array(holderRow).parse(rows)
}

const holderRow = z.object({
  pid: z.coerce.number().int(),
  role: z.string().nullable(),
  application: z.string().nullable(),
  state: z.string().nullable(),
  transactionSeconds: z.coerce.number().int().nullable(),
})
