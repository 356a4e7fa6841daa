import { readFile } from 'node:fs/promises'
import { escapeIdentifier, type Pool } from 'pg'

const scripts = ['ledger', 'wallet'].map(
  (schema) => new URL(`../../../migrations/${schema}/roles.sql`, import.meta.url),
)

/** Runs both `roles.sql` as psql would: `:"name"` is a variable of psql, quoted as an identifier. */
export async function grantRights(
  pool: Pool,
  { application, auditor }: { application: string; auditor: string },
): Promise<void> {
  for (const script of scripts) {
    const text = await readFile(script, 'utf8')
    await pool.query(
      text
        .replaceAll(':"application"', escapeIdentifier(application))
        .replaceAll(':"auditor"', escapeIdentifier(auditor)),
    )
  }
}
