import type { Pool } from 'pg'

const tables = ['account', 'journal', 'entry', 'hold', 'hold_event', 'key', 'standing', 'shifted_entry']

/** The books of a database, to be changed as only a superuser can, and put back as they were. */
export async function tamperable(pool: Pool): Promise<{
  readonly corrupt: (sql: string) => Promise<void>
  readonly restore: () => Promise<void>
}> {
  await pool.query(`
CREATE SCHEMA kept;
${tables.map((table) => `CREATE TABLE kept.${table} AS TABLE ledger.${table};`).join('\n')}`)
  const withoutTriggers = async (sql: string): Promise<void> => {
    await pool.query(`BEGIN; SET LOCAL session_replication_role = 'replica'; ${sql}; COMMIT`)
  }
  return {
    corrupt: async (sql) => {
      await withoutTriggers(sql)
    },
    restore: () =>
      withoutTriggers(
        tables
          .map(
            (table) => `DELETE FROM ledger.${table}; INSERT INTO ledger.${table} SELECT * FROM kept.${table}`,
          )
          .join(';\n'),
      ),
  }
}
