import { ledgerCatalog } from '../generated/ledger-catalog.ts'
import type { Connections } from '../postgres/connections.ts'
import { readCatalog } from './catalog.ts'
import { compareCatalog } from './compare-catalog.ts'
import type { Complaint } from './complaint.ts'
import { examineRole } from './examine-role.ts'
import { examineSettings } from './examine-settings.ts'

/**
 * Everything around the books that must be right for the database to refuse what it should: the schema as the migrations
 * make it, the rights of the role that the service connects as, and the settings of the server. It reads catalogs alone.
 */
export function examine(
  connections: Connections,
  { role }: { readonly role?: string | undefined },
): Promise<Complaint[]> {
  return connections.withConnection(async (connection) => {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [])
    try {
      const settings = await examineSettings(connection)
      // Names in definitions come with their schema when the path holds nothing but the system's own.
      await connection.query('SET LOCAL search_path = pg_catalog', [])
      return [
        ...compareCatalog(ledgerCatalog, await readCatalog(connection)),
        ...(await examineRole(connection, role)),
        ...settings,
      ]
    } finally {
      await connection.query('ROLLBACK', []).catch(() => {})
    }
  })
}
